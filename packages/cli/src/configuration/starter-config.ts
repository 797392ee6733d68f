/**
 * The file that `keyfold config init` writes. It sets nothing: what stands in it is what is so by default, and a flag that
 * is set would go before a login.
 */
export const starterConfig = `# Keyfold's configuration for you on this machine. ./keyfold.toml of a folder is laid over it, then the environment:
# KEYFOLD__CLOUD__URL sets cloud.url. "keyfold config show --origin" says what is in force, and from where.

[cloud]
# true, the default: secrets come from [context.secrets] below, and no server is asked.
# false: what isn't there is read from the server, inside a run.
# use_local_secrets = true

# url = "https://keyfold.example"
# request_timeout_seconds = 30
# The token is not for this file: keyfold login URL keeps it, and KEYFOLD__CLOUD__TOKEN brings it to a service.

[context.secrets]
# Values stand in quotes. "$NAME" takes a variable of the environment; "\\\\$" is a literal dollar.
# "my secret" = "VALUE"
# database_url = "$DATABASE_URL"
`;
