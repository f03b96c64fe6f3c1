"""PostgreSQL as this house asks it: each question planned once, each connection looked at before it is used."""
