// Resources hidden in ARM: a template inside a deployment, or a generic resource. What concerns registries comes out in
// the shape of azure-native.
import type { Kind } from "../kinds";
import { entries, isUndetermined, items, type PropertyMap, read, text, UNKNOWN, unwrap, type Value } from "../value";

export interface ArmResource {
    kind: Kind;
    name: string;
    properties: PropertyMap;
}

/** ARM types by kind, with the property that holds the last segment of the resource's name. */
const armTypes: Readonly<Record<string, readonly [Kind, string]>> = {
    "microsoft.containerregistry/registries": ["registry", "registryName"],
    "microsoft.containerregistry/registries/tokens": ["token", "tokenName"],
    "microsoft.containerregistry/registries/scopemaps": ["scopeMap", "scopeMapName"],
    "microsoft.authorization/roleassignments": ["roleAssignment", "roleAssignmentName"],
};

/** What a deployment or a generic resource contains; nothing where the template is a link or not known. */
export function armResources(kind: "deployment" | "genericResource", inputs: PropertyMap): ArmResource[] {
    if (kind === "deployment") {
        return fromTemplate(read(inputs, "properties.template"), read(inputs, "properties.parameters"));
    }
    const parents = (text(read(inputs, "parentResourcePath")) ?? "").split("/").filter(Boolean);
    const types = parents.filter((_, index) => index % 2 === 0);
    const type = [read(inputs, "resourceProviderNamespace"), ...types, read(inputs, "resourceType")].join("/");
    const name = text(read(inputs, "resourceName"));
    return armResource(type, name, (path) => unwrap(inputs[path]));
}

function fromTemplate(raw: Value, given: Value): ArmResource[] {
    const template = typeof raw === "string" ? parsed(raw) : raw;
    if (typeof template !== "object") return [];
    const lookup = resolver(template as PropertyMap, given);
    const declared = read(template, "resources");
    // Symbolic names (language version 2.0) make the list a map.
    const list = Array.isArray(declared) ? declared : (entries(declared) ?? []).map(([, value]) => value);
    return list.flatMap((item) => {
        const type = text(read(item, "type")) ?? "";
        const properties = lookup(read(item, "properties"));
        if (type.toLowerCase() === "microsoft.resources/deployments") {
            return fromTemplate(read(properties, "template"), read(properties, "parameters"));
        }
        const name = text(lookup(read(item, "name")));
        const nested = (items(read(item, "resources")) ?? []).flatMap((child) =>
            armResource(`${type}/${text(read(child, "type"))}`, text(lookup(read(child, "name"))), (path) =>
                lookup(read(child, path)),
            ),
        );
        return [...armResource(type, name, (path) => lookup(read(item, path))), ...nested];
    });
}

function armResource(type: string, name: string | undefined, field: (path: string) => Value): ArmResource[] {
    const [kind, nameProperty] = armTypes[type.toLowerCase()] ?? [];
    if (!kind || !nameProperty) return [];
    const properties = field("properties");
    const top = Object.fromEntries(
        ["sku", "identity", "location", "tags", "scope"].map((key) => [key, field(key)]).filter(([, value]) => value),
    );
    const own = typeof properties === "object" ? (properties as PropertyMap) : {};
    const named = { [nameProperty]: name === undefined ? UNKNOWN : name.slice(name.lastIndexOf("/") + 1) };
    return [{ kind, name: name ?? kind, properties: { ...own, ...top, ...named } }];
}

/** Replaces `[parameters('x')]` and `[variables('x')]`; every other expression is not known before ARM evaluates it. */
function resolver(template: PropertyMap, given: Value): (value: Value) => Value {
    const resolve = (value: Value): Value => {
        if (isUndetermined(value)) return value;
        if (typeof value === "string")
            return value.startsWith("[") && !value.startsWith("[[") ? expression(value) : value;
        if (Array.isArray(value)) return value.map((item) => resolve(unwrap(item)));
        if (typeof value !== "object") return value;
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(unwrap(item))]));
    };
    const expression = (source: string): Value => {
        const [, table, name] = /^\[(parameters|variables)\('([^']+)'\)\]$/.exec(source) ?? [];
        if (!table || !name) return UNKNOWN;
        const value =
            table === "variables"
                ? read(template, `variables.${name}`)
                : (read(given, `${name}.value`) ?? read(template, `parameters.${name}.defaultValue`));
        return value === undefined ? UNKNOWN : resolve(value);
    };
    return resolve;
}

function parsed(source: string): Value {
    try {
        return unwrap(JSON.parse(source));
    } catch {
        return undefined;
    }
}
