"""SQL about study days and the ledger."""
