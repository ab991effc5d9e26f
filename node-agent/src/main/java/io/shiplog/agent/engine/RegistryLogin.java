package io.shiplog.agent.engine;

import java.util.regex.Pattern;

/**
 * A user and password for a registry, from an image pull secret.
 *
 * @param server which registry, as the secret says: a host, with a port, a path or a scheme if it likes, and {@code *}
 *     for any text between two dots
 */
public record RegistryLogin(String server, String user, String password) {
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final Pattern API = Pattern.compile("^/v[12](?:/|$)");

    /** Whether the login is meant for the image's registry: nobody else is shown it (the kubelet's keyring, v1.34). */
    public boolean isFor(ImageReference image) {
        String bare = SCHEME.matcher(server).replaceFirst("");
        int slash = bare.indexOf('/');
        String host = slash < 0 ? bare : bare.substring(0, slash);
        String path = slash < 0
                ? ""
                : API.matcher(bare.substring(slash)).replaceFirst("/").substring(1);
        if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
            host = ImageReference.DEFAULT_DOMAIN;
        }
        String pattern = Pattern.quote(host).replace("*", "\\E[^.]*\\Q");
        return image.domain().matches(pattern) && image.path().startsWith(path);
    }

    @Override
    public String toString() {
        return "RegistryLogin[" + server + ", " + user + "]";
    }
}
