// CrossTenantApplication: a login across tenants, the part in the cluster's tenant.
import * as pulumi from "@pulumi/pulumi";
import { applicationPasswords } from "./credential/application-passwords";
import { loginFile } from "./credential/login-file";
import { type RotationArgs, recordedInputs, rotationArgsProblems } from "./credential/rotating-credential";
import { newApplication, type OwnersArgs, ownersProblems } from "./identity/application";
import { type Problem, refuse } from "./inputs/validation";

/** A multitenant application: nothing is required. */
export interface CrossTenantApplicationArgs extends RotationArgs, OwnersArgs {
    /** Name of the application, as both tenants show it. Defaults to the component's name. */
    displayName?: pulumi.Input<string>;
    /** Login servers that `dockerConfigJson` is for, such as `contoso.azurecr.io`. Defaults to none. */
    loginServers?: pulumi.Input<string>[];
}

/**
 * A multitenant application with passwords that overlap, for an AKS cluster that pulls from a registry in another tenant,
 * where a managed identity has no access. Declare it with an azuread provider for the cluster's tenant, and
 * `CrossTenantAksPull` with providers for the registry's tenant. The deployer needs the Graph permission
 * Application.ReadWrite.OwnedBy. If the tenant limits how long application passwords are valid, set `lifetime` and `period`.
 */
export class CrossTenantApplication extends pulumi.ComponentResource {
    /** Client (application) id, the same in both tenants. */
    public readonly clientId: pulumi.Output<string>;
    /** Object id of the service principal in the cluster's tenant. */
    public readonly principalId: pulumi.Output<string>;
    /** User name for `docker login`: the client id. */
    public readonly username: pulumi.Output<string>;
    /** Current password (secret). */
    public readonly password: pulumi.Output<string>;
    /** When the current password ends, ISO 8601. */
    public readonly expiresOn: pulumi.Output<string>;
    /** Docker login file for `loginServers` (secret), also for Kubernetes pull secrets. */
    public readonly dockerConfigJson: pulumi.Output<string>;

    constructor(name: string, args: CrossTenantApplicationArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:CrossTenantApplication", name, recordedInputs(args), opts);
        const subject = `CrossTenantApplication "${name}"`;
        refuse(subject, crossTenantApplicationProblems(name, args));
        // The service principal is for the cluster itself, which runs as the application in its own tenant.
        const { clientId, principalId, applicationId } = newApplication(this, subject, name, {
            displayName: args.displayName ?? name,
            signInAudience: "AzureADMultipleOrgs",
            owners: args.owners,
        });
        const { password, expiresOn } = applicationPasswords(this, name, args, applicationId);

        this.clientId = clientId;
        this.principalId = principalId;
        this.username = this.clientId;
        this.password = password;
        this.expiresOn = pulumi.output(expiresOn);
        this.dockerConfigJson = loginFile(args.loginServers ?? [], this.username, this.password);
        this.registerOutputs({
            clientId: this.clientId,
            principalId: this.principalId,
            username: this.username,
            password: this.password,
            expiresOn: this.expiresOn,
            dockerConfigJson: this.dockerConfigJson,
        });
    }
}

export function crossTenantApplicationProblems(name: string, args: CrossTenantApplicationArgs): Problem[] {
    return [...ownersProblems(args.owners), ...rotationArgsProblems(name, args)];
}
