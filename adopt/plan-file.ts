// The plan for people, in the order in which things happen: `plan.md`.
import { groupBy } from "../estate/group-by";
import { counted } from "../estate/wording";
import { code, escaped, section } from "./markdown";
import type { Move, Options, Undeclared } from "./model";
import { countByRule, type Plan, type Violation } from "./plan";

export interface Files {
    /** Name of the stack. */
    stack: string;
    /** The folder of the files, as it was given, and their names in it. */
    folder: string;
    config: string;
    imports: string;
}

export function planFile(plan: Plan, { subscriptionId, asOf }: Options, files: Files): string {
    return `${[
        "# Adoption plan",
        "",
        `Subscription ${subscriptionId} on ${asOf}: ${summary(plan)}.`,
        ...section(
            "Not read",
            plan.incomplete
                ? "**This plan is not complete.** What could not be read is neither declared nor listed below. Give the right that is named, and adopt again."
                : "What could not be read is not listed below. It could only stay undeclared.",
            plan.gaps.map(({ what, why }) => `- ${escaped(what)}: ${escaped(why)}`),
        ),
        ...(plan.entries.length === 0 ? [] : commands(plan, files)),
        ...section(
            "1. What the next `pulumi up` changes",
            "After the import, the preview replaces and deletes nothing. These are all changes in Azure:",
            changeLines(plan),
        ),
        ...section(
            "2. What stays undeclared, and why",
            "It stays as it is. A line ends in the command that removes it, for what nobody needs.",
            plan.undeclared.map(undeclaredLine),
        ),
        ...section(
            "3. What has to move first",
            "Nothing here happens by itself. Close an old way to log in once nobody uses it any more:",
            plan.moves.flatMap(moveLines),
        ),
        ...findingLines(plan.findings),
    ]
        .join("\n")
        .trimEnd()}\n`;
}

export function summary({ entries, undeclared, moves }: Plan): string {
    const registries = entries.filter((entry) => entry.section === "registries" && !entry.declaredBy).length;
    const declared =
        entries.length === 0
            ? "nothing new can be declared"
            : `${counted(registries, "registry", "registries")} and ${counted(entries.length - registries, "login")} can be declared`;
    return [
        declared,
        ...(undeclared.length > 0
            ? [`${counted(undeclared.length, "thing")} ${undeclared.length === 1 ? "stays" : "stay"} undeclared`]
            : []),
        ...(moves.length > 0
            ? [`${counted(moves.length, "old login")} ${moves.length === 1 ? "has" : "have"} to be moved`]
            : []),
    ].join(", ");
}

function commands({ entries }: Plan, { stack, folder, config, imports }: Files): string[] {
    const merge = entries.some(({ declaredBy }) => declaredBy !== undefined);
    return [
        "",
        "## In short",
        "",
        "In a checkout of the platform program:",
        "",
        "```sh",
        // First the file: the stack adds its own keys to it when it is made.
        merge ? `# merge ${folder}/${config} into ${config}` : `cp ${folder}/${config} .`,
        `pulumi stack select ${merge ? "" : "--create "}${stack}`,
        `pulumi import --file ${folder}/${imports} --generate-code=false --protect=false --yes`,
        "pulumi preview   # shows what section 1 foretells",
        "pulumi up",
        "```",
        "",
        "Every entry declares access that exists, wanted or not. Read them all: what you remove from the config after the first deployment, the next one removes from Azure.",
    ];
}

function changeLines({ steps }: Plan): string[] {
    const changed = steps.filter(({ changes }) => changes.length > 0);
    const operations = (["update", "create", "same"] as const).flatMap((operation) => {
        const count = steps.filter((step) => step.operation === operation).length;
        return count === 0 ? [] : [`${counted(count, "resource")} ${nouns[operation]}`];
    });
    return [
        ...[...groupBy(changed, ({ entry }) => entry)].map(
            ([entry, own]) => `- ${code(entry)}: ${own.flatMap(({ changes }) => changes.map(escaped)).join(" ")}`,
        ),
        ...(changed.length === 0 ? ["- none."] : []),
        "",
        `The preview counts ${operations.join(", ")}, and providers. Components and registries show as updated because the import records what Azure answers, and the program what it declares; resources that are created are passwords, their status and scope maps.`,
    ];
}

const nouns = { update: "to update", create: "to create", same: "unchanged" } as const;

const undeclaredLine = ({ what, why, command }: Undeclared): string =>
    `- **${escaped(what)}**: ${escaped(why)}.${command === undefined ? "" : ` ${code(command)}`}`;

function moveLines({ title, first, close }: Move, index: number): string[] {
    return [
        `${index + 1}. **${escaped(title)}**`,
        ...first.map((line) => `    - ${escaped(line)}`),
        "command" in close
            ? `    - Then: ${code(close.command)}`
            : `    - Then, in the stack config: ${escaped(close.config)}, and deploy.`,
    ];
}

function findingLines({ settledByDeployment, settledByMoves, remaining }: Plan["findings"]): string[] {
    const groups = [
        ["Settled by the deployment", settledByDeployment, settledLine],
        ["Settled once section 3 is done", settledByMoves, settledLine],
        ["Left", remaining, leftLines],
    ] as const;
    const lines = groups.flatMap(([title, violations, write]) =>
        violations.length === 0 ? [] : [`**${title}**`, "", ...countByRule(violations).flatMap(write), ""],
    );
    return section(
        "4. Policy findings that this settles",
        "As `acr-auth check` judges what exists. What is left needs a change of your own, or an exemption.",
        lines,
    );
}

type OfRule = readonly [rule: string, violations: readonly Violation[]];

function settledLine([rule, violations]: OfRule): string {
    const names = violations.map(({ resource }) => resource.split("/").at(-1) ?? resource);
    return `- ${code(rule)}: ${escaped([...new Set(names)].join(", "))}`;
}

const leftLines = ([rule, violations]: OfRule): string[] => [
    `- ${code(rule)}:`,
    ...violations.map(({ message }) => `    - ${escaped(message)}`),
];
