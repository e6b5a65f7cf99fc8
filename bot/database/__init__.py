"""The database as a machine: engines, transactions, migrations, backups, leases."""
