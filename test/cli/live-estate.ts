// What a sub-command reads of a subscription, made by hand.
import { fromEstate, type ReadSubscriptions } from "../../cli/live";
import type { Gap } from "../../estate/gap";
import type { Resource } from "../../estate/resource";
import { subscriptionGuid } from "../policies/support/live";

/** Stands for the reading; the arguments are checked elsewhere. */
export const reading =
    (resources: readonly Resource[], gaps: readonly Gap[] = []): ReadSubscriptions =>
    async () =>
        fromEstate([subscriptionGuid], resources, gaps);

export const gapOf = (gap: Partial<Gap> & Pick<Gap, "what" | "kinds">): Gap => ({
    why: "not asked: needs a role",
    cause: "notAllowed",
    within: `/subscriptions/${subscriptionGuid}`,
    ...gap,
});
