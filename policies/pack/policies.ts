// The rules as policies of Pulumi's engine. The same judge as in `acr-auth check` decides; this only carries its
// findings over.
import type {
    EnforcementLevel,
    Policies,
    Policy,
    PolicyConfigSchema,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationPolicy,
} from "@pulumi/policy";
import type { Graph } from "../../estate/graph/graph";
import { type Config, parseRuleConfig, type RuleConfig } from "../lib/config";
import { propertiesOf } from "../lib/config-schema";
import {
    exemptionFor,
    exemptionMessage,
    isUndecided,
    isViolation,
    judge,
    judgeResource,
    judgeRule,
} from "../lib/judge";
import type { GraphRule, ResourceRule, Rule } from "../lib/rule";
import { undecidedLines } from "../lib/undecided";
import { plain, Seen } from "./seen";

/** The SDK shows the stack instead of the message: here the message is all there is to show. */
class ConfigurationError extends Error {
    constructor(problems: readonly string[]) {
        super(`The configuration of the policies is wrong: ${problems.join("; ")}.`);
        this.stack = this.message;
    }
}

/**
 * One policy for each rule, then the two that look at all of them. `today` is asked at each request.
 * The SDK unpacks a request again for each policy that has a function for it, which is most of what a pack costs: so the
 * functions are there only where the rule has something to say.
 */
export function toPolicies(rules: readonly Rule[], today: () => number): Policies {
    const seen = new Seen();
    const configs = new Map<string, RuleConfig>();
    const configure = (rule: Rule, getConfig: () => object): RuleConfig => {
        const { config, problems } = parseRuleConfig(rule, getConfig());
        if (problems.length > 0) throw new ConfigurationError(problems);
        configs.set(rule.name, config);
        return config;
    };
    const active = (): { rules: Rule[]; config: Config } => ({
        rules: rules.filter(({ name }) => configs.has(name)),
        config: configs,
    });

    // The stack's own resource comes first in a deployment: what another one told before doesn't count any more.
    const begin = (args: ResourceValidationArgs): void => {
        if (args.type !== "pulumi:pulumi:Stack" || seen.atHand()) return;
        configs.clear();
        seen.forget();
    };

    const ofResource = (rule: ResourceRule): ResourceValidationPolicy => {
        const validate: ResourceValidationPolicy["validateResource"] = (args, report) => {
            begin(args);
            const config = configure(rule, args.getConfig);
            for (const resource of seen.resource(args)) {
                for (const finding of judgeResource(resource, rule, config, today())) {
                    if (isViolation(finding)) report(finding.message);
                }
            }
        };
        const { remedy } = rule;
        return {
            ...about(rule),
            // A policy that is there only when it has something to say: the SDK unpacks the resource for each one that is.
            get validateResource() {
                const hand = seen.atHand();
                const unconcerned =
                    hand && "resources" in hand && !concerns(rule, hand.resources) && configs.has(rule.name);
                return unconcerned ? undefined : validate;
            },
            ...(remedy && {
                remediateResource: (args) => {
                    const config = configure(rule, args.getConfig);
                    const [resource] = seen.resource(args);
                    if (!resource || exemptionFor(resource, config, today())) return undefined;
                    if (!judgeResource(resource, rule, config, today()).some(isViolation)) return undefined;
                    return Object.assign(args.props, remedy(plain(args.props)));
                },
            }),
        };
    };

    const ofGraph = (rule: GraphRule): StackValidationPolicy => {
        const validate: StackValidationPolicy["validateStack"] = (args, report) => {
            const config = configure(rule, args.getConfig);
            for (const finding of judgeRule(seen.graph(args.resources), rule, config, today())) {
                if (isViolation(finding)) report(finding.message, finding.resource.urn);
            }
        };
        const policy: Partial<StackValidationPolicy & ResourceValidationPolicy> & Policy = {
            ...about(rule),
            // Once, beside the first resource: the configuration is told to policies that are asked only.
            get validateResource() {
                return seen.atHand() && !configs.has(rule.name)
                    ? (args: ResourceValidationArgs) => void configure(rule, args.getConfig)
                    : undefined;
            },
            get validateStack() {
                const hand = seen.atHand();
                const unconcerned = hand && "graph" in hand && hand.graph.ofKind(...rule.kinds).length === 0;
                return unconcerned ? undefined : validate;
            },
        };
        return policy as StackValidationPolicy;
    };

    const overall = (name: string, description: string, messages: (graph: Graph) => readonly string[]) => ({
        name,
        description,
        enforcementLevel: "advisory" as const,
        validateStack: (
            args: Parameters<StackValidationPolicy["validateStack"]>[0],
            report: (message: string) => void,
        ) => {
            for (const message of messages(seen.graph(args.resources))) report(message);
        },
    });

    return [
        ...rules.map((rule) => (rule.scope === "resource" ? ofResource(rule) : ofGraph(rule))),
        overall("acr-exemptions", "An exemption must be complete, current and needed.", (graph) => {
            const { rules: configured, config } = active();
            return judge(graph, configured, config, today())
                .exemptions.filter(({ problem }) => problem)
                .map(exemptionMessage);
        }),
        overall("acr-undecided", "What the rules could not decide yet.", (graph) => {
            const { rules: configured, config } = active();
            const undetermined = judge(graph, configured, config, today()).findings.filter(isUndecided);
            return undecidedLines(undetermined.map(({ rule, message }) => ({ rule: rule.name, message })));
        }),
    ];
}

function concerns(
    rule: ResourceRule,
    resources: readonly { kind: ResourceRule["kinds"][number] | undefined }[],
): boolean {
    return resources.some(({ kind }) => kind !== undefined && rule.kinds.includes(kind));
}

function about(rule: Rule): Policy {
    return {
        name: rule.name,
        displayName: rule.displayName,
        description: rule.description,
        enforcementLevel: rule.level as EnforcementLevel,
        severity: rule.severity,
        remediationSteps: rule.remediationSteps,
        url: rule.url,
        tags: [rule.group, ...rule.tags],
        configSchema: { properties: propertiesOf(rule) as unknown as PolicyConfigSchema["properties"] },
    };
}
