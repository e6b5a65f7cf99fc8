"""Transactions that link learners and take the link back."""
