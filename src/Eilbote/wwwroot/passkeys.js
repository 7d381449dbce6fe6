// Passkeys: asks the browser for one and sends what it says with the form. Without them the form stays hidden.
(() => {
    if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON)
        return;
    for (const form of document.querySelectorAll("form[data-passkey]")) {
        form.hidden = false;
        form.addEventListener("submit", async event => {
            const field = form.querySelector("[data-credential], [name=credential]");
            if (field.value)
                return;
            event.preventDefault();
            const failed = form.querySelector("[data-passkey-error]");
            failed.hidden = true;
            try {
                const token = new FormData(form);
                token.delete(field.name);
                const answer = await fetch(form.dataset.passkey, { method: "POST", body: token, redirect: "error" });
                if (!answer.ok)
                    throw new Error(answer.status);
                const options = await answer.json();
                const credential = form.hasAttribute("data-passkey-new")
                    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
                    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
                field.value = JSON.stringify(credential);
                form.requestSubmit();
            } catch {
                failed.hidden = false;
            }
        });
    }
})();
