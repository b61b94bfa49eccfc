// AksAttachment: an AKS cluster pulls from registries with the identity of its nodes, without a pull secret.
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, PrincipalType } from "./access/grants";
import { pullOnlyProblems } from "./access/pull-only";
import {
    clusterIdProblems,
    findKubeletOfCluster,
    findKubeletOfObjectId,
    type KubeletIdentity,
    kubeletObjectIdProblems,
} from "./identity/kubelet-identity";
import { type NewIdentityArgs, newIdentity, newIdentityProblems } from "./identity/user-assigned-identity";
import { exactlyOne } from "./inputs/alternatives";
import { ifPlain, type Problem, refuse, under, whenKnown } from "./inputs/validation";

/** Exactly one of `clusterResourceId`, `kubeletObjectId` and `kubeletIdentity` says which identity pulls. */
export interface AksAttachmentArgs {
    /** The registries to pull from, by keys of your own choice. The permission is pull. */
    grants: Record<string, Grant>;
    /**
     * ARM id of an existing cluster, whose kubelet identity is used. The component's azure-native provider works
     * in the cluster's subscription; the registries may be in others of the same tenant.
     */
    clusterResourceId?: pulumi.Input<string>;
    /** Object id of a kubelet identity. It is looked up in Entra, since a client id looks the same. */
    kubeletObjectId?: pulumi.Input<string>;
    /**
     * A kubelet identity to create before its cluster, so that the first node can pull. Pass `identityProfile` to the
     * cluster, whose own identity needs the role Managed Identity Operator on the kubelet identity.
     */
    kubeletIdentity?: NewIdentityArgs;
}

/**
 * Lets a cluster pull, and only pull, from registries in the same tenant, in legacy or abac mode. Fails if the cluster has
 * no kubelet identity, or if the object id is not that of a service principal.
 */
export class AksAttachment extends pulumi.ComponentResource {
    /** Object id of the kubelet identity, which roles are assigned to. */
    public readonly principalId: pulumi.Output<string>;
    /** What a new cluster takes as its `identityProfile`: the kubelet identity under the key `kubeletidentity`. */
    public readonly identityProfile: pulumi.Output<Record<string, KubeletIdentity>>;

    constructor(name: string, args: AksAttachmentArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:AksAttachment", name, args, opts);
        refuse(`AksAttachment "${name}"`, aksAttachmentProblems(args));
        const kubelet = kubeletOf(this, name, args);
        this.principalId = kubelet.apply(({ objectId }) => objectId);
        assignRoles(this, name, { id: this.principalId, type: PrincipalType.servicePrincipal }, args.grants);
        this.identityProfile = kubelet.apply(
            (kubeletidentity): Record<string, KubeletIdentity> => ({ kubeletidentity }),
        );
        this.registerOutputs({ principalId: this.principalId, identityProfile: this.identityProfile });
    }
}

export function aksAttachmentProblems(args: AksAttachmentArgs): Problem[] {
    const { clusterResourceId, kubeletObjectId, kubeletIdentity } = args;
    return [
        ...exactlyOne("clusterResourceId", { clusterResourceId, kubeletObjectId, kubeletIdentity }),
        ...ifPlain(clusterResourceId, clusterIdProblems),
        ...ifPlain(kubeletObjectId, kubeletObjectIdProblems),
        ...under("kubeletIdentity", newIdentityProblems(kubeletIdentity ?? {})),
        ...pullOnlyProblems(args.grants),
    ];
}

function kubeletOf(
    component: pulumi.ComponentResource,
    name: string,
    { clusterResourceId, kubeletObjectId, kubeletIdentity }: AksAttachmentArgs,
): pulumi.Output<KubeletIdentity> {
    const subject = `AksAttachment "${name}"`;
    if (clusterResourceId !== undefined) {
        return whenKnown(subject, clusterResourceId, clusterIdProblems).apply((id) =>
            findKubeletOfCluster(component, subject, id),
        );
    }
    if (kubeletIdentity !== undefined) {
        const { principalId, clientId, resourceId } = newIdentity(component, subject, name, kubeletIdentity);
        return pulumi.output({ objectId: principalId, clientId, resourceId });
    }
    return whenKnown(subject, kubeletObjectId ?? "", kubeletObjectIdProblems).apply((id) =>
        findKubeletOfObjectId(component, subject, id),
    );
}
