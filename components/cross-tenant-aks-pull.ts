// CrossTenantAksPull: a login across tenants, the part in the registry's tenant.
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, PrincipalType } from "./access/grants";
import { pullOnlyProblems } from "./access/pull-only";
import { ifPlain, type Problem, refuse, whenKnown } from "./inputs/validation";

/** Access for an application of another tenant: both inputs are required. */
export interface CrossTenantAksPullArgs {
    /** Client id of the application: a `CrossTenantApplication`'s `clientId`, or the id as a string from another stack. */
    clientId: pulumi.Input<string>;
    /** The registries to pull from, by keys of your own choice. The permission is pull. */
    grants: Record<string, Grant>;
}

/**
 * The right of another tenant's multitenant application to pull, and nothing but pull: its service principal in the
 * registry's tenant, and the roles. Declare it with azuread and azure-native providers for the registry's tenant. Where an
 * administrator has consented to the application already, use `RegistryAccess` with the service principal's object id.
 */
export class CrossTenantAksPull extends pulumi.ComponentResource {
    /** Client (application) id, the same in both tenants. */
    public readonly clientId: pulumi.Output<string>;
    /** Object id of the service principal in the registry's tenant, which roles are assigned to. */
    public readonly principalId: pulumi.Output<string>;
    /** The registry's tenant, which the application logs in to. */
    public readonly tenantId: pulumi.Output<string>;

    constructor(name: string, args: CrossTenantAksPullArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:CrossTenantAksPull", name, args, opts);
        refuse(`CrossTenantAksPull "${name}"`, crossTenantAksPullProblems(args));
        const servicePrincipal = new azuread.ServicePrincipal(
            name,
            { clientId: whenKnown(`CrossTenantAksPull "${name}"`, args.clientId, clientIdProblems) },
            { parent: this },
        );
        const principal = { id: servicePrincipal.objectId, type: PrincipalType.servicePrincipal };
        assignRoles(this, name, principal, args.grants);

        this.clientId = servicePrincipal.clientId;
        this.principalId = servicePrincipal.objectId;
        this.tenantId = azuread.getClientConfigOutput({ parent: this }).tenantId;
        this.registerOutputs({ clientId: this.clientId, principalId: this.principalId, tenantId: this.tenantId });
    }
}

export function crossTenantAksPullProblems(args: CrossTenantAksPullArgs): Problem[] {
    return [...ifPlain(args.clientId, clientIdProblems), ...pullOnlyProblems(args.grants)];
}

function clientIdProblems(given: string): Problem[] {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
        ? []
        : [
              {
                  path: "clientId",
                  problem: "is not the client id of an application",
                  given,
                  remedy: "Give the clientId of a CrossTenantApplication, or what `az ad app show --query appId` prints.",
              },
          ];
}
