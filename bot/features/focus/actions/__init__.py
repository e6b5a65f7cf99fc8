"""Transactions about shared study sessions."""
