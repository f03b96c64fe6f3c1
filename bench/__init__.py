"""Measurements of a whole deployment: each figure beside a reference measured in the same run. Never a test."""
