"""An e-mail for each story when it is published: a follower of the ledger and a job."""
