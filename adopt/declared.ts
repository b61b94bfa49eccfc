// What states declare already: adoption leaves it out, takes no name of it twice, and adds to its components.
import { lastSegment } from "../azure/arm-id";
import { className, componentOf } from "../estate/components";
import { buildGraph } from "../estate/graph/graph";
import { get, type Resource } from "../estate/resource";
import { entries, read, text } from "../estate/value";
import { componentOfSection, type Section } from "./model";

/** A component of acr-auth in a state. */
export interface DeclaredComponent {
    section: Section;
    key: string;
    urn: string;
    /** The keys of its grants. */
    grants: readonly string[];
}

export interface Declared {
    /** Whether a state has the resource with that ARM id. */
    has(id: string): boolean;
    /** Whether a state has the password of an application or service principal. */
    hasPassword(password: Resource): boolean;
    /** The names of the passwords that a state has of the token with that ARM id. */
    passwordNames(tokenId: string): ReadonlySet<string>;
    /** The component that declares the resource with that ARM id. */
    componentOf(id: string): DeclaredComponent | undefined;
    /** The component whose role assignments are for that object id. */
    componentFor(objectId: string): DeclaredComponent | undefined;
    /** The keys of a section. */
    keys(section: Section): readonly string[];
}

const sectionOf = new Map(
    Object.entries(componentOfSection).map(([section, component]) => [component as string, section as Section]),
);

/** @param resources the resources of one state or several; none where nothing is declared. */
export function readDeclared(resources: readonly Resource[]): Declared {
    const graph = buildGraph(resources);
    const byId = new Map<string, Resource>();
    const byPrincipal = new Map<string, DeclaredComponent>();
    const components = resources.flatMap((resource) => toComponent(resource) ?? []);
    // Providers write the path before a key id in several ways, and a key id is unique.
    const passwords = new Set(
        graph
            .ofKind("applicationPassword", "servicePrincipalPassword")
            .flatMap(({ id }) => (id ? [lastSegment(id)] : [])),
    );
    const namesByToken = new Map<string | undefined, string[]>();
    for (const password of graph.ofKind("tokenPassword")) {
        const tokenId = text(get(password, "tokenId"))?.toLowerCase();
        const name = text(get(password, "passwordName"));
        if (name !== undefined) namesByToken.set(tokenId, [...(namesByToken.get(tokenId) ?? []), name]);
    }
    const owner = (resource: Resource) => toComponent(componentOf(graph, resource));
    for (const resource of resources) {
        if (resource.id?.startsWith("/") && !resource.embedded) byId.set(resource.id.toLowerCase(), resource);
        const objectId = resource.kind === "roleAssignment" ? text(get(resource, "principalId")) : undefined;
        const component = objectId === undefined ? undefined : owner(resource);
        if (objectId !== undefined && component !== undefined) byPrincipal.set(objectId.toLowerCase(), component);
    }
    return {
        has: (id) => byId.has(id.toLowerCase()),
        hasPassword: ({ id, urn }) => passwords.has(lastSegment(id ?? urn)),
        passwordNames: (tokenId) => new Set(namesByToken.get(tokenId.toLowerCase())),
        componentOf: (id) => {
            const resource = byId.get(id.toLowerCase());
            return resource && owner(resource);
        },
        componentFor: (objectId) => byPrincipal.get(objectId.toLowerCase()),
        keys: (section) => components.filter((each) => each.section === section).map(({ key }) => key),
    };
}

function toComponent(resource: Resource | undefined): DeclaredComponent | undefined {
    const section = sectionOf.get(className(resource) ?? "");
    if (resource === undefined || section === undefined) return undefined;
    const grants = (entries(read(resource.inputs, "grants")) ?? []).map(([key]) => key);
    return { section, key: resource.name, urn: resource.urn, grants };
}
