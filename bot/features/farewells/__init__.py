"""Farewells to groups in which no member has been active for two weeks."""
