package io.shiplog.agent.worker;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.engine.ImageReference;
import io.shiplog.agent.engine.RegistryLogin;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.ObjectData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Brings a container's image onto the machine, as its pull policy says. */
final class ImagePolicy {
    private static final Logger log = LoggerFactory.getLogger(ImagePolicy.class);

    /** What became of it. */
    sealed interface Result {}

    record Present(ImageInfo image, String message) implements Result {}

    record Missing(String reason, String message) implements Result {}

    private ImagePolicy() {}

    static Result ensure(Engine engine, PodAssignment pod, ContainerDefinition container, Runnable pulling) {
        String reference = container.image().name();
        ImageReference name;
        try {
            name = ImageReference.parse(reference);
        } catch (IllegalArgumentException e) {
            return new Missing(
                    "InvalidImageName",
                    "Failed to apply default image tag \"" + reference + "\": couldn't parse image name \"" + reference
                            + "\": " + e.getMessage());
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
            engine.pull(reference, logins(pod, name));
        } catch (EngineException e) {
            log.warn("the image {} of pod {} cannot be pulled: {}", reference, pod.name(), e.text());
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

    private static String policy(ContainerDefinition container, String reference) {
        if (!container.image().pullPolicy().isEmpty()) {
            return container.image().pullPolicy();
        }
        boolean tagged = reference.lastIndexOf(':') > reference.lastIndexOf('/') || reference.contains("@");
        return !tagged || reference.endsWith(":latest") ? "Always" : "IfNotPresent";
    }

    /**
     * The credentials in the pod's image pull secrets that are meant for the image's registry, the most precise first.
     */
    static List<RegistryLogin> logins(PodAssignment pod, ImageReference image) {
        var logins = new ArrayList<RegistryLogin>();
        for (String name : pod.pod().surroundings().pullSecrets()) {
            ObjectData secret = pod.secrets().get(name);
            if (secret != null) {
                addAll(secret.encoded().get(".dockerconfigjson"), true, logins);
                addAll(secret.encoded().get(".dockercfg"), false, logins);
            }
        }
        logins.removeIf(login -> !login.isFor(image));
        logins.sort(Comparator.comparing((RegistryLogin login) -> login.server().length())
                .reversed());
        return logins;
    }

    /** @param nested whether the registries are under {@code auths}, and not the whole */
    private static void addAll(@Nullable String encoded, boolean nested, List<RegistryLogin> to) {
        if (encoded == null) {
            return;
        }
        try {
            JsonNode config = AgentJson.parse(Base64.getDecoder().decode(encoded));
            (nested ? config.path("auths") : config).properties().forEach(entry -> add(entry, to));
        } catch (JacksonException | IllegalArgumentException | ClassCastException malformed) {
            // A secret that is no registry configuration gives no login; the pull then says what is missing.
            return;
        }
    }

    private static void add(Map.Entry<String, JsonNode> entry, List<RegistryLogin> to) {
        String auth = entry.getValue().path("auth").asString("");
        String plain = auth.isEmpty()
                ? entry.getValue().path("username").asString("") + ":"
                        + entry.getValue().path("password").asString("")
                : new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        int colon = plain.indexOf(':');
        if (colon > 0) {
            to.add(new RegistryLogin(entry.getKey(), plain.substring(0, colon), plain.substring(colon + 1)));
        }
    }
}
