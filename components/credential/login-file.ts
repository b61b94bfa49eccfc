// The login file of a credential that is known only after the deployment.
import * as pulumi from "@pulumi/pulumi";
import { dockerConfigJson } from "./docker-config";

/** The `dockerConfigJson` output of a credential component: the same login for several registries. Secret. */
export function loginFile(
    loginServers: readonly pulumi.Input<string>[],
    username: pulumi.Input<string>,
    password: pulumi.Input<string>,
): pulumi.Output<string> {
    return pulumi.secret(
        pulumi
            .all([pulumi.all([...loginServers]), username, password])
            .apply(([servers, user, secret]) =>
                dockerConfigJson(servers.map((loginServer) => ({ loginServer, username: user, password: secret }))),
            ),
    );
}
