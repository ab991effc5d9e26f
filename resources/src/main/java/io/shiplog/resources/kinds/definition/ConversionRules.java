package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.Field;
import java.util.List;
import java.util.Set;

/** What a definition has to say of how its versions become one another. */
final class ConversionRules {
    private static final List<String> STRATEGIES = List.of("None", "Webhook");
    private static final Set<String> REVIEWS = Set.of("v1", "v1beta1");

    private ConversionRules() {}

    static void check(Field conversion) {
        if (conversion.absent()) {
            return;
        }
        Field strategy = conversion.at("strategy");
        if (strategy.blank()) {
            strategy.required("");
        } else if (!STRATEGIES.contains(strategy.text())) {
            strategy.notSupported(STRATEGIES);
        }
        Field client = conversion.at("webhook", "clientConfig").shownAs(conversion.path() + ".webhookClientConfig");
        Field versions = conversion
                .at("webhook", "conversionReviewVersions")
                .shownAs(conversion.path() + ".conversionReviewVersions");
        if (!strategy.text().equals("Webhook")) {
            if (client.present()) {
                client.forbidden("should not be set when strategy is not set to Webhook");
            }
            if (versions.size() > 0) {
                versions.forbidden("should not be set when strategy is not set to Webhook");
            }
            return;
        }
        if (client.absent()) {
            client.required("required when strategy is set to Webhook");
        } else if (client.at("url").present() == client.at("service").present()) {
            client.required("exactly one of url or service is required");
        }
        if (versions.size() == 0) {
            versions.required("");
        } else if (versions.items().stream().noneMatch(version -> REVIEWS.contains(version.text()))) {
            versions.invalid("must include at least one of v1, v1beta1");
        }
    }
}
