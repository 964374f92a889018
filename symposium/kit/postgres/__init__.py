"""PostgreSQL as Django's DATABASES names it: Django's own engine, asked less often."""
