// Lifetimes of passwords in days, and the two passwords of a token.

/** From one generation of a password to the next, where the inputs of a component name no other period. */
export const defaultPeriod = 180;
/** How long a generation is valid, where the inputs of a component name no other lifetime. */
export const defaultLifetime = 365;
/** Entra's own default for a secret, and the most that the policy pack lets pass. */
export const maximumLifetime = 365;

/** The two passwords of a token, as in Azure. */
export const TokenPasswordName = {
    /** The first of the two. */
    password1: "password1",
    /** The second of the two. */
    password2: "password2",
} as const;
export type TokenPasswordName = (typeof TokenPasswordName)[keyof typeof TokenPasswordName];

/** The password that generation 0 of a token is, where the inputs of a component name no other. */
export const defaultFirstPassword = TokenPasswordName.password1;

/** The one of a token's two passwords that holds a generation; a rotation replaces the older one in place. */
export function tokenPasswordName(generation: number, first: TokenPasswordName): TokenPasswordName {
    const { password1, password2 } = TokenPasswordName;
    const second = first === password1 ? password2 : password1;
    return generation % 2 === 0 ? first : second;
}
