// The stack's config file, `Pulumi.STACK.yaml`, as people edit it: a line above each entry says whom or what it stands for.
import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import { registryPackage } from "../azure/registry-package";
import { type ConfigMap, componentOfSection, type Entry, type Options, type Section } from "./model";

/** The namespace of the platform program's config: its project's name. */
const project = "acr-auth";

/** Maps from this depth on are written in one line: a grant, a federated credential. */
const flowDepth = 5;

/** The config of the entries: the keys of the stack, and a section for each kind that has any. */
export function stackConfig(entries: readonly Entry[], { subscriptionId }: Options): ConfigMap {
    const sections = (Object.keys(componentOfSection) as Section[]).flatMap((section) => {
        const own = entries.filter((entry) => entry.section === section);
        // The program asks for registries, if only for none.
        return own.length === 0 && section !== "registries"
            ? []
            : [[`${project}:${section}`, Object.fromEntries(own.map(({ key, value }) => [key, value]))] as const];
    });
    return {
        config: {
            // azure-native makes a registry by a package of its own (docs/adopting.md), which has its own settings.
            "azure-native:subscriptionId": subscriptionId,
            [`${registryPackage}:subscriptionId`]: subscriptionId,
            ...Object.fromEntries(sections),
        },
    };
}

/** The text of the file. */
export function configFile(entries: readonly Entry[], options: Options): string {
    // The schema of YAML 1.1 quotes every text that any reader of YAML takes for something else: days, yes, 010.
    const document = new Document(stackConfig(entries, options), { version: "1.1" });
    document.commentBefore = head(entries);
    visit(document, {
        Collection: (_, node, path) => {
            node.flow = path.filter(isMap).length >= flowDepth || isSeq(node);
        },
    });
    const comments = new Map(entries.map(({ section, key, comment }) => [`${section} ${key}`, comment]));
    for (const section of Object.keys(componentOfSection)) {
        const names = document.getIn(["config", `${project}:${section}`]);
        for (const { key } of isMap(names) ? names.items : []) {
            const comment = isScalar(key) ? comments.get(`${section} ${key.value}`) : undefined;
            if (isScalar(key) && comment !== undefined) key.commentBefore = ` ${comment}`;
        }
    }
    return document.toString({ lineWidth: 0 });
}

function head(entries: readonly Entry[]): string {
    return entries.some(({ declaredBy }) => declaredBy !== undefined)
        ? " To be merged into the stack's config: entries that it has already are shown with what is added to them."
        : " What was found and can be declared. plan.md tells what is not in here, and why.";
}
