"""Tariff measures and admissibility rules, dated and sourced."""
