// Lifetimes of passwords in days, and the two passwords of a token.

/** From one generation of a password to the next, where the inputs of a component name no other period. */
export const defaultPeriod = 180;
/** How long a generation is valid, where the inputs of a component name no other lifetime. */
export const defaultLifetime = 365;
/** Entra's own default for a secret, and the most that the policy pack lets pass. */
export const maximumLifetime = 365;

/** The one of a token's two passwords that holds a generation; a rotation replaces the older one in place. */
export function tokenPasswordName(generation: number): "password1" | "password2" {
    return generation % 2 === 0 ? "password1" : "password2";
}
