// RegistryServicePrincipal: an Entra application for clients that can only log in with a user name and a password.
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, grantsProblems, PrincipalType } from "./access/grants";
import { applicationPasswords } from "./credential/application-passwords";
import { loginFile } from "./credential/login-file";
import { type RotationArgs, recordedInputs, rotationArgsProblems } from "./credential/rotating-credential";
import { type Problem, refuse } from "./inputs/validation";

/** A service principal: only the grants are required. */
export interface RegistryServicePrincipalArgs extends RotationArgs {
    /** What the service principal may do, by keys of your own choice, which become part of resource names. */
    grants: Record<string, Grant>;
    /**
     * Client id of an application that exists already and has a service principal in this tenant. Defaults to a new
     * application with the component's name.
     */
    clientId?: pulumi.Input<string>;
}

/**
 * A service principal with access to registries and passwords that overlap: a new one each period, the one before kept
 * until the next. `password` is always the newest. Prefer a managed identity where the client can use one.
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
        refuse(`RegistryServicePrincipal "${name}"`, registryServicePrincipalProblems(name, args));
        const identity = args.clientId === undefined ? newIdentity(this, name) : knownIdentity(this, args.clientId);
        assignRoles(this, name, { id: identity.principalId, type: PrincipalType.servicePrincipal }, args.grants);
        const { password, expiresOn } = applicationPasswords(this, name, args, identity.applicationId);

        this.clientId = pulumi.output(identity.clientId);
        this.principalId = pulumi.output(identity.principalId);
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
    return [...grantsProblems(args.grants), ...rotationArgsProblems(name, args)];
}

interface Identity {
    clientId: pulumi.Input<string>;
    principalId: pulumi.Input<string>;
    /** Graph's path of the application, `/applications/OBJECT_ID`, which passwords are added to. */
    applicationId: pulumi.Input<string>;
}

function newIdentity(component: pulumi.ComponentResource, name: string): Identity {
    const application = new azuread.Application(
        name,
        { displayName: name, signInAudience: "AzureADMyOrg" },
        { parent: component },
    );
    const servicePrincipal = new azuread.ServicePrincipal(
        name,
        { clientId: application.clientId },
        { parent: component },
    );
    return {
        clientId: application.clientId,
        principalId: servicePrincipal.objectId,
        applicationId: application.id,
    };
}

function knownIdentity(component: pulumi.ComponentResource, clientId: pulumi.Input<string>): Identity {
    const application = azuread.getApplicationOutput({ clientId }, { parent: component });
    const servicePrincipal = azuread.getServicePrincipalOutput({ clientId }, { parent: component });
    return { clientId, principalId: servicePrincipal.objectId, applicationId: application.id };
}
