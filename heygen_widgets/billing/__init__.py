"""Prices of generations, budgets, and what was spent."""
