// CrossTenantAksPull: a login across tenants, the part in the registry's tenant.
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, PrincipalType } from "./access/grants";
import { pullOnlyProblems } from "./access/pull-only";
import { creationNote } from "./inputs/creation-note";
import { clientIdProblems } from "./inputs/guid-problems";
import { ifPlain, type Problem, refuse, whenKnown } from "./inputs/validation";

/** Access for an application of another tenant: both inputs are required. */
export interface CrossTenantAksPullArgs {
    /** Client id of the application: a `CrossTenantApplication`'s `clientId`, or the id as a string from another stack. */
    clientId: pulumi.Input<string>;
    /** The registries to pull from, by keys of your own choice. The permission is pull. */
    grants: Record<string, Grant>;
}

/**
 * Lets another tenant's multitenant application pull, and only pull: its service principal in the registry's tenant, and the
 * role assignments. Declare it with azuread and azure-native providers for the registry's tenant. The deployer needs the
 * Graph permission Application.ReadWrite.All there, or the directory role Cloud Application Administrator:
 * Application.ReadWrite.OwnedBy is not enough, because an application of another tenant can't be owned
 * (https://github.com/hashicorp/terraform-provider-azuread/issues/611). If an administrator has created the service
 * principal already, by consent or with `az ad sp create --id`, use `RegistryAccess` with its object id.
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
            { clientId: whenKnown(`CrossTenantAksPull "${name}"`, args.clientId, applicationProblems) },
            { parent: this, ...creationNote(this, permissionNote) },
        );
        const principal = { id: servicePrincipal.objectId, type: PrincipalType.servicePrincipal };
        assignRoles(this, name, principal, args.grants);

        this.clientId = servicePrincipal.clientId;
        this.principalId = servicePrincipal.objectId;
        this.tenantId = azuread.getClientConfigOutput({ parent: this }).tenantId;
        this.registerOutputs({ clientId: this.clientId, principalId: this.principalId, tenantId: this.tenantId });
    }
}

/** Graph's refusal does not say what is missing. */
export const permissionNote =
    "Creating the service principal takes the Microsoft Graph permission Application.ReadWrite.All, or the directory role " +
    "Cloud Application Administrator. Application.ReadWrite.OwnedBy is not enough (docs/permissions.md).";

export function crossTenantAksPullProblems(args: CrossTenantAksPullArgs): Problem[] {
    return [...ifPlain(args.clientId, applicationProblems), ...pullOnlyProblems(args.grants)];
}

function applicationProblems(given: string): Problem[] {
    const remedy = "Give the clientId of a CrossTenantApplication, or what `az ad app show --query appId` prints.";
    return clientIdProblems("clientId", given, remedy);
}
