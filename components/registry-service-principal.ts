// RegistryServicePrincipal: an Entra application for clients that can only log in with a user name and a password.
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, grantsProblems, PrincipalType } from "./access/grants";
import { applicationPasswords } from "./credential/application-passwords";
import { loginFile } from "./credential/login-file";
import { type RotationArgs, recordedInputs, rotationArgsProblems } from "./credential/rotating-credential";
import {
    existingApplication,
    existingClientIdProblems,
    newApplication,
    type OwnersArgs,
    ownersProblems,
} from "./identity/application";
import { ifPlain, type Problem, refuse } from "./inputs/validation";

/** A service principal: only the grants are required. */
export interface RegistryServicePrincipalArgs extends RotationArgs, OwnersArgs {
    /** What the service principal may do, by keys of your own choice, which become part of resource names. */
    grants: Record<string, Grant>;
    /**
     * Client id of an existing application that has a service principal in this tenant. The deployer must be able to add
     * passwords to it. Defaults to a new application with the component's name.
     */
    clientId?: pulumi.Input<string>;
}

/**
 * A service principal with access to registries, and with passwords that overlap: a new one is created each period, and the
 * previous one is kept until the next rotation. `password` is always the newest. Prefer a managed identity if the client
 * can use one. The deployer needs the Graph permission Application.ReadWrite.OwnedBy, and for an existing application also
 * Application.Read.All. If the tenant limits how long application passwords are valid, set `lifetime` and `period`.
 */
export class RegistryServicePrincipal extends pulumi.ComponentResource {
    /** Client (application) id. */
    public readonly clientId: pulumi.Output<string>;
    /** Object id of the service principal, which roles are assigned to. */
    public readonly principalId: pulumi.Output<string>;
    /** User name for `docker login`: the client id. */
    public readonly username: pulumi.Output<string>;
    /** Current password (secret). */
    public readonly password: pulumi.Output<string>;
    /** When the current password ends, ISO 8601. */
    public readonly expiresOn: pulumi.Output<string>;
    /** Docker login file for all granted registries (secret), also for Kubernetes pull secrets. */
    public readonly dockerConfigJson: pulumi.Output<string>;

    constructor(name: string, args: RegistryServicePrincipalArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:RegistryServicePrincipal", name, recordedInputs(args), opts);
        const subject = `RegistryServicePrincipal "${name}"`;
        refuse(subject, registryServicePrincipalProblems(name, args));
        const { clientId, owners } = args;
        const identity =
            clientId === undefined
                ? newApplication(this, subject, name, { displayName: name, signInAudience: "AzureADMyOrg", owners })
                : existingApplication(this, subject, clientId);
        assignRoles(this, name, { id: identity.principalId, type: PrincipalType.servicePrincipal }, args.grants);
        const { password, expiresOn } = applicationPasswords(this, name, args, identity.applicationId);

        this.clientId = identity.clientId;
        this.principalId = identity.principalId;
        this.username = this.clientId;
        this.password = password;
        this.expiresOn = pulumi.output(expiresOn);
        this.dockerConfigJson = loginFile(
            Object.values(args.grants).map(({ registry }) => registry.loginServer),
            this.username,
            this.password,
        );
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

export function registryServicePrincipalProblems(name: string, args: RegistryServicePrincipalArgs): Problem[] {
    const { clientId, owners } = args;
    const needless: Problem[] =
        clientId === undefined || owners === undefined
            ? []
            : [
                  {
                      path: "owners",
                      problem: "is only for a new application, and clientId names an existing one",
                      remedy: "Leave out one of the two.",
                  },
              ];
    return [
        ...grantsProblems(args.grants),
        ...ifPlain(clientId, existingClientIdProblems),
        ...needless,
        ...ownersProblems(owners),
        ...rotationArgsProblems(name, args),
    ];
}
