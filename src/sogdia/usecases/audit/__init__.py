"""The invariants that the audit proves, one function each."""
