// The one builder of Pulumi states for tests: resources of a stack, and the files that hold them (an exported state, a
// checkpoint of a self-managed backend, a preview plan).
//
//     const shop = stack("shop", "prod");
//     const access = shop.component("RegistryAccess", "team", { inputs: { groupName: "team" } });
//     const grant = shop.child(access, "azure-native:authorization:RoleAssignment", "team", { inputs });
//     const state = exportOf([shop.root, access, grant]);

type Properties = Readonly<Record<string, unknown>>;

/** A resource as states and plans write it; fields that a test does not name are left out, as the engine does. */
export interface ResourceState {
    urn: string;
    type: string;
    /** False for components and the stack itself. */
    custom: boolean;
    /** The provider's id; only custom resources that exist have one. */
    id?: string;
    /** URN of the parent. */
    parent?: string;
    inputs: Properties;
    outputs: Properties;
    /** URNs of all the resources it depends on. */
    dependencies?: readonly string[];
    /** URNs by top-level input property. */
    propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    protect?: boolean;
    ignoreChanges?: readonly string[];
    /** Replaced, and still to be deleted. */
    delete?: boolean;
}

/** What a test says about a resource beside its type and name. */
export type ResourceFields = Partial<Omit<ResourceState, "urn" | "type">>;

/** What the engine writes in place of a text that is not known before the deployment. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The mark of a secret in a state. */
export const secretSignature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/** A secret as `pulumi stack export --show-secrets` writes it: its value as JSON, in plain text. */
export const plaintextSecret = (value: unknown) => ({ ...secretSignature, plaintext: JSON.stringify(value) });

/** A secret as an ordinary `pulumi stack export` writes it. */
export const encryptedSecret = (ciphertext = "v1:bm90IGEgc2VjcmV0") => ({ ...secretSignature, ciphertext });

/** The resources of one stack. */
export interface StackBuilder {
    /** The stack's own resource. */
    root: ResourceState;
    /** The URN of a resource; `parentType` is the qualified type of a parent other than the stack. */
    urn(type: string, name: string, parentType?: string): string;
    /** A resource without a parent, unless `fields` names one. It is custom, unless its type is a component's. */
    resource(type: string, name: string, fields?: ResourceFields): ResourceState;
    /** A component of acr-auth, by class name, under the stack. */
    component(className: string, name: string, fields?: ResourceFields): ResourceState;
    /** A custom resource under another one: its URN holds the types of all its parents, as the engine writes it. */
    child(parent: ResourceState, type: string, name: string, fields?: ResourceFields): ResourceState;
}

const stackType = "pulumi:pulumi:Stack";

/** Builds resources of the stack `name` of `project`. */
export function stack(project: string, name: string): StackBuilder {
    const urn = (type: string, logicalName: string, parentType?: string) =>
        `urn:pulumi:${name}::${project}::${parentType === undefined ? "" : `${parentType}$`}${type}::${logicalName}`;
    const state = (type: string, own: string, fields: ResourceFields): ResourceState => ({
        urn: own,
        type,
        custom: type !== stackType && !type.startsWith("acr-auth:"),
        inputs: {},
        outputs: {},
        ...fields,
    });
    const root = state(stackType, urn(stackType, `${project}-${name}`), {});
    return {
        root,
        urn,
        resource: (type, logicalName, fields = {}) => state(type, urn(type, logicalName), fields),
        component: (className, logicalName, fields = {}) => {
            const type = `acr-auth:index:${className}`;
            return state(type, urn(type, logicalName), { parent: root.urn, ...fields });
        },
        child: (parent, type, logicalName, fields = {}) => {
            const parentType = parent.type === stackType ? undefined : qualifiedType(parent.urn);
            return state(type, urn(type, logicalName, parentType), { parent: parent.urn, ...fields });
        },
    };
}

/** `acr-auth:index:RegistryAccess$azure-native:authorization:RoleAssignment` of a URN. */
function qualifiedType(urn: string): string {
    return urn.split("::")[2] ?? "";
}

/** The resources as `pulumi stack export` writes them. */
export const exportOf = <T extends object>(resources: readonly T[]) => ({
    version: 3,
    deployment: { manifest: {}, resources: [...resources] },
});

/** The same resources as a self-managed backend stores them, in `.pulumi/stacks/<project>/<stack>.json`. */
export const checkpointOf = (resources: readonly object[], name = "organization/app/dev") => ({
    version: 3,
    checkpoint: { stack: name, latest: { manifest: {}, resources } },
});

/** An operation of a plan on one resource. */
export interface PlanStep {
    op: string;
    urn: string;
    oldState?: object;
    newState?: object;
}

/** A step that leaves a resource in `state`; a deletion keeps it as the old state. */
export const stepOf = (op: string, state: ResourceState): PlanStep =>
    op.startsWith("delete") ? { op, urn: state.urn, oldState: state } : { op, urn: state.urn, newState: state };

/**
 * The steps as `pulumi preview --json` writes them. `omittedSames` counts unchanged resources that the plan leaves out,
 * as it does without `--show-sames`.
 */
export function planOf(steps: readonly PlanStep[], omittedSames = 0) {
    const changeSummary: Record<string, number> = {};
    for (const { op } of steps) changeSummary[op] = (changeSummary[op] ?? 0) + 1;
    if (omittedSames > 0) changeSummary.same = (changeSummary.same ?? 0) + omittedSames;
    return { steps, changeSummary };
}
