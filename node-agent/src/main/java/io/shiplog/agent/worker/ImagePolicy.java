package io.shiplog.agent.worker;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.engine.RegistryLogin;
import io.shiplog.agent.pod.AgentJson;
import io.shiplog.agent.pod.PodAssignment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Brings a container's image onto the machine, as its pull policy says. */
final class ImagePolicy {
    /** What became of it. */
    sealed interface Result {}

    record Present(ImageInfo image, String message) implements Result {}

    record Missing(String reason, String message) implements Result {}

    private ImagePolicy() {}

    static Result ensure(Engine engine, PodAssignment pod, Container container, Runnable pulling) {
        String reference = container.getImage() == null ? "" : container.getImage();
        if (reference.isEmpty() || !reference.equals(reference.strip())) {
            return new Missing(
                    "InvalidImageName",
                    "Failed to apply default image tag \"" + reference
                            + "\": couldn't parse image name: invalid reference format");
        }
        String policy = policy(container, reference);
        Optional<ImageInfo> local = engine.image(reference);
        if (policy.equals("Never") && local.isEmpty()) {
            return new Missing(
                    "ErrImageNeverPull",
                    "Container image \"" + reference + "\" is not present with pull policy of Never");
        }
        if (local.isPresent() && !policy.equals("Always")) {
            return new Present(local.get(), "Container image \"" + reference + "\" already present on machine");
        }
        pulling.run();
        long start = System.nanoTime();
        try {
            engine.pull(reference, logins(pod));
        } catch (EngineException e) {
            return new Missing("ErrImagePull", e.text());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return engine.image(reference)
                .<Result>map(image -> new Present(
                        image,
                        "Successfully pulled image \"" + reference + "\" in " + took.toMillis() + "ms. Image size: "
                                + image.sizeBytes() + " bytes."))
                .orElseGet(
                        () -> new Missing("ErrImagePull", "the image " + reference + " is not there after its pull"));
    }

    private static String policy(Container container, String reference) {
        if (container.getImagePullPolicy() != null) {
            return container.getImagePullPolicy();
        }
        boolean tagged = reference.lastIndexOf(':') > reference.lastIndexOf('/') || reference.contains("@");
        return !tagged || reference.endsWith(":latest") ? "Always" : "IfNotPresent";
    }

    /** The credentials for any registry in the pod's image pull secrets. */
    private static List<RegistryLogin> logins(PodAssignment pod) {
        var logins = new ArrayList<RegistryLogin>();
        if (pod.pod().getSpec().getImagePullSecrets() == null) {
            return logins;
        }
        for (LocalObjectReference reference : pod.pod().getSpec().getImagePullSecrets()) {
            Secret secret = pod.secrets().get(reference.getName());
            String encoded = secret == null || secret.getData() == null
                    ? null
                    : secret.getData().get(".dockerconfigjson");
            if (encoded != null) {
                add(encoded, logins);
            }
        }
        return logins;
    }

    private static void add(String encoded, List<RegistryLogin> to) {
        try {
            JsonNode config = AgentJson.parse(Base64.getDecoder().decode(encoded));
            config.path("auths").properties().forEach(entry -> {
                String auth = entry.getValue().path("auth").asString("");
                String plain = auth.isEmpty()
                        ? entry.getValue().path("username").asString("") + ":"
                                + entry.getValue().path("password").asString("")
                        : new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
                int colon = plain.indexOf(':');
                if (colon > 0) {
                    to.add(new RegistryLogin(entry.getKey(), plain.substring(0, colon), plain.substring(colon + 1)));
                }
            });
        } catch (JacksonException | IllegalArgumentException | ClassCastException malformed) {
            // A secret that is no registry configuration gives no login; the pull then says what is missing.
            return;
        }
    }
}
