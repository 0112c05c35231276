# Logging in through others: OpenID Connect, and people and teams kept by SCIM 2.0.
