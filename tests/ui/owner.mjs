/* The demo's owner comes in by the link that Kith prints; the tests are told how to do so again. */

const owner = {
    name: 'Lieve Vandamme', email: 'lieve@inzet.example', password: 'four altos share one umbrella',
};

/* Gives what run.mjs and screens.mjs want in their environment. The token is made last: choosing a
   password ends those that are there. */
export async function ownerOf(kith) {
    await kith.join(kith.link, owner.password);
    return {
        KITH_TOKEN: await kith.token(owner.name),
        KITH_NAME: owner.name,
        KITH_EMAIL: owner.email,
        KITH_PASSWORD: owner.password,
    };
}
