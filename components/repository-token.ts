// RepositoryToken: a login for chosen repositories of one registry, for clients that have no Entra identity.
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { parseArmId } from "../azure/arm-id";
import type { Permission } from "../azure/permissions";
import { defaultFirstPassword, TokenPasswordName, tokenPasswordName } from "../azure/rotation";
import { scopeMapActions, scopeProblems } from "./access/permissions";
import { loginFile } from "./credential/login-file";
import {
    generationsOf,
    type RotationArgs,
    recordedInputs,
    rotationArgsProblems,
} from "./credential/rotating-credential";
import { deployerOf, TokenPassword, TokenStatus } from "./dynamic/resources";
import { armIdProblems } from "./inputs/arm-id-problems";
import { scopeMapNameProblems, tokenNameProblems } from "./inputs/names";
import { ifPlain, type Problem, refuse, under, whenKnown } from "./inputs/validation";
import type { RegistryReference } from "./registry-reference";

/** What a token may do in some repositories. */
export interface RepositoryGrant {
    /** Repositories (`team/app`), prefixes (`team/*`) or `*` for all of the registry; also those not made yet. */
    repositories: string[];
    /** What may be done: pull, push (and pull), delete (and pull) or manage (all of it, and locking). */
    permission: Permission;
}

/** A token: the registry and the grants are required. */
export interface RepositoryTokenArgs extends RotationArgs {
    /** The registry: a `ContainerRegistry`'s `reference`, or a literal one. */
    registry: RegistryReference;
    /** What the token may do, by keys of your own choice. They can be changed at any time; passwords stay. */
    grants: Record<string, RepositoryGrant>;
    /** User name of the token: 5 to 50 letters, digits and hyphens. Defaults to the component's name. */
    tokenName?: string;
    /**
     * Name of the scope map: 5 to 50 letters, digits, hyphens and underscores. Defaults to the token's name. For a token
     * that was made elsewhere, whose scope map has another name.
     */
    scopeMapName?: string;
    /**
     * The password, password1 or password2, that the first generation is written to; the other one is left alone until the
     * next rotation. Set it once, for a token that was made elsewhere: a change replaces both passwords. Defaults to
     * password1.
     */
    firstPassword?: TokenPasswordName;
    /** Whether the token may log in. Turning it off and on again keeps its passwords. Defaults to true. */
    enabled?: boolean;
}

/**
 * A repository-scoped token with two passwords that end at different times: each period the older one is replaced in
 * place. `password` is always the newest.
 */
export class RepositoryToken extends pulumi.ComponentResource {
    /** User name for `docker login`: the token's name. */
    public readonly username: pulumi.Output<string>;
    /** Current password (secret). */
    public readonly password: pulumi.Output<string>;
    /** When the current password ends, ISO 8601. */
    public readonly expiresOn: pulumi.Output<string>;
    /** Docker login file for the registry (secret), also for Kubernetes pull secrets. */
    public readonly dockerConfigJson: pulumi.Output<string>;

    constructor(name: string, args: RepositoryTokenArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:RepositoryToken", name, recordedInputs(args), opts);
        refuse(`RepositoryToken "${name}"`, repositoryTokenProblems(name, args));
        const { token, scopeMap } = declareToken(this, name, args);
        const { password, expiresOn } = passwords(this, name, args, token, scopeMap);

        this.username = token.name;
        this.password = password;
        this.expiresOn = pulumi.output(expiresOn);
        this.dockerConfigJson = loginFile([args.registry.loginServer], this.username, this.password);
        this.registerOutputs({
            username: this.username,
            password: this.password,
            expiresOn: this.expiresOn,
            dockerConfigJson: this.dockerConfigJson,
        });
    }
}

export function repositoryTokenProblems(name: string, args: RepositoryTokenArgs): Problem[] {
    const empty: Problem[] =
        Object.keys(args.grants).length === 0
            ? [{ path: "grants", problem: "is empty", remedy: "Grant a permission on at least one repository." }]
            : [];
    return [
        ...tokenNameProblems("tokenName", args.tokenName ?? name),
        ...(args.scopeMapName === undefined ? [] : scopeMapNameProblems("scopeMapName", args.scopeMapName)),
        ...firstPasswordProblems(args.firstPassword),
        ...ifPlain(args.registry.resourceId, (id) => armIdProblems("registry", "registry.resourceId", id)),
        ...empty,
        ...under("grants", scopeProblems(args.grants)),
        ...rotationArgsProblems(name, args),
    ];
}

function firstPasswordProblems(given: TokenPasswordName = defaultFirstPassword): Problem[] {
    const known = Object.values(TokenPasswordName);
    return known.includes(given)
        ? []
        : [
              {
                  path: "firstPassword",
                  problem: "is not a password of a token",
                  given,
                  remedy: `Use one of ${known.join(", ")}.`,
              },
          ];
}

/**
 * The scope map and the token. The token's own inputs never change: azure-native updates by PUT, and a PUT wipes the
 * passwords. Permissions change the scope map; status and scope map of the token are kept by another resource, which sees
 * more in a scope map's id than its case, as a refresh may bring it back. A token that is replaced gets them all the same:
 * the engine takes the program's inputs then (step_generator.go of pulumi/pulumi).
 */
function declareToken(
    component: pulumi.ComponentResource,
    name: string,
    args: RepositoryTokenArgs,
): { token: acr.Token; scopeMap: acr.ScopeMap } {
    const registry = whenKnown(`RepositoryToken "${name}"`, args.registry.resourceId, (id) =>
        armIdProblems("registry", "registry.resourceId", id),
    ).apply((id) => parseArmId("registry", id) ?? { resourceGroupName: "", resourceName: "" });
    const inRegistry = {
        resourceGroupName: registry.apply((parts) => parts.resourceGroupName),
        registryName: registry.apply((parts) => parts.resourceName),
    };
    const { tokenName = name, scopeMapName = tokenName } = args;
    const scopeMap = new acr.ScopeMap(
        `${name}-scope-map`,
        { ...inRegistry, scopeMapName, actions: scopeMapActions(Object.values(args.grants)) },
        // What somebody has written there about a scope map that was made elsewhere stays.
        { parent: component, ignoreChanges: ["description"] },
    );
    const token = new acr.Token(
        name,
        { ...inRegistry, tokenName, scopeMapId: scopeMap.id, status: statusOf(args) },
        { parent: component, ignoreChanges: ["status", "credentials", "scopeMapId"] },
    );
    return { token, scopeMap };
}

/** One resource a password slot, each after the one before: ARM generates one password of a token at a time. */
function passwords(
    component: pulumi.ComponentResource,
    name: string,
    args: RepositoryTokenArgs,
    token: acr.Token,
    scopeMap: acr.ScopeMap,
): { password: pulumi.Output<string>; expiresOn: string } {
    const ofToken = { tokenId: token.id, tokenCreatedOn: token.creationDate, deployer: deployerOf(component) };
    const status = new TokenStatus(
        `${name}-status`,
        { ...ofToken, status: statusOf(args), scopeMapId: scopeMap.id },
        { parent: component },
    );
    let last: { password: pulumi.Output<string>; expiresOn: string } | undefined;
    let before: pulumi.Resource = status;
    for (const { number, expiresOn } of generationsOf(name, args)) {
        const passwordName = tokenPasswordName(number, args.firstPassword ?? defaultFirstPassword);
        const slot = new TokenPassword(
            `${name}-${passwordName}`,
            {
                ...ofToken,
                loginServer: args.registry.loginServer,
                passwordName,
                generation: number,
                expiresOn,
                revision: args.revision ?? 0,
            },
            { parent: component, dependsOn: before },
        );
        before = slot;
        last = { password: pulumi.secret(slot.password), expiresOn };
    }
    if (last === undefined) {
        throw new Error(`RepositoryToken "${name}" has no live generation.`);
    }
    return last;
}

function statusOf({ enabled = true }: RepositoryTokenArgs): "enabled" | "disabled" {
    return enabled ? "enabled" : "disabled";
}
