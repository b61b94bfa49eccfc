// The login file that docker, kubelets and most other registry clients read.

/** A login to one registry. */
export interface DockerLogin {
    loginServer: string;
    username: string;
    password: string;
}

/**
 * The JSON of a Docker `config.json`, which is also what a Kubernetes secret of the type
 * `kubernetes.io/dockerconfigjson` holds under `.dockerconfigjson`.
 */
export function dockerConfigJson(logins: readonly DockerLogin[]): string {
    return JSON.stringify({
        auths: Object.fromEntries(
            logins.map(({ loginServer, username, password }) => [
                loginServer,
                { username, password, auth: Buffer.from(`${username}:${password}`).toString("base64") },
            ]),
        ),
    });
}
