"""The operator's money rooms; included by the operator's addresses, so their names stand there."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import operator_ledger as ledger
from sogdia.web.views import operator_money as money
from sogdia.web.views import operator_payouts as payouts

urlpatterns: list[URLPattern | URLResolver] = [
    path("receipts/", money.receipts, name="receipts"),
    path("receipts/provider/", money.provider_paid_out, name="provider_paid_out"),
    path("receipts/<int:receipt_id>/<slug:deed>/", money.receipt_deed, name="receipt_deed"),
    path("statement/", money.statement, name="statement"),
    path("statement/book/", money.book_statement, name="book_statement"),
    path("refunds/", money.refunds, name="refunds"),
    path("refunds/file/", money.refund_file, name="refund_file"),
    path("refunds/files/<slug:ref>.xml", money.download_refund_file, name="download_refund_file"),
    path("refunds/<uuid:uid>/<slug:deed>/", money.refund_deed, name="refund_deed"),
    path("payouts/", payouts.payouts, name="payouts"),
    path("payouts/make/", payouts.make_batch, name="make_batch"),
    path("payouts/batches/<slug:ref>/", payouts.batch, name="batch"),
    path("payouts/batches/<slug:ref>/approve/", payouts.approve_batch, name="approve_batch"),
    path("payouts/batches/<slug:ref>.xml", payouts.download_batch, name="download_batch"),
    path("payouts/<slug:ref>/<slug:deed>/", payouts.payout_deed, name="payout_deed"),
    path("freight/", payouts.freight, name="freight"),
    path("freight/<str:ref>/", payouts.departure_freight, name="freight_departure"),
    path("freight/<str:ref>/pay/<slug:part>/", payouts.pay_departure_costs, name="pay_costs"),
    path("ledger/", ledger.trial_balance, name="ledger"),
    path("ledger/accounts/<slug:code>/<slug:currency>/", ledger.account, name="ledger_account"),
    path("ledger/orders/<slug:ref>/", ledger.journal, name="journal"),
    path("audit/", ledger.audit, name="audit"),
]
