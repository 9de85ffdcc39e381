"""Made-up Belgian companies and the client file an accountant's office would keep of them; pure functions of a seed."""
