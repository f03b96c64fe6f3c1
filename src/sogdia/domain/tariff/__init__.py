"""HS codes, tariff measures, rules of origin, admissibility."""
