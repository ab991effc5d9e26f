package io.shiplog.agent.engine;

/** A user and password for a registry, from an image pull secret. */
public record RegistryLogin(String server, String user, String password) {
    @Override
    public String toString() {
        return "RegistryLogin[" + server + ", " + user + "]";
    }
}
