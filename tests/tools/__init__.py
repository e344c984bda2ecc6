"""What ``python3 dev.py COMMAND`` runs inside the environment that it makes: a module for each command, named like it."""
