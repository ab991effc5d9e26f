package io.shiplog.resources.kinds.config;

import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.QuotaRules;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.selector.SelectableField;
import io.shiplog.resources.validation.Changes;
import java.util.List;

/** ConfigMaps, Secrets and ServiceAccounts: what pods are given. */
public final class Configuration {
    public static final Kind CONFIG_MAPS = Kind.namespaced("v1", "ConfigMap", "configmaps")
            .shortNames("cm")
            .rules(Rules.validatedBy(ConfigRules::configMap)
                    .changes((root, old) -> Changes.frozen(root, old, List.of("data", "binaryData")))
                    .table(ConfigTables::configMaps)
                    .quota(QuotaRules.named("configmaps"))
                    .build());

    public static final Kind SECRETS = Kind.namespaced("v1", "Secret", "secrets")
            .rules(Rules.validatedBy(ConfigRules::secret)
                    .changes((root, old) -> {
                        Changes.unchanged(root.at("type"), old.path("type"));
                        Changes.frozen(root, old, List.of("data"));
                    })
                    .defaults(ConfigDefaults::secret)
                    .table(ConfigTables::secrets)
                    .selectable(SelectableField.text("type"))
                    .quota(QuotaRules.named("secrets"))
                    .build());

    public static final Kind ACCOUNTS = Kind.namespaced("v1", "ServiceAccount", "serviceaccounts")
            .shortNames("sa")
            .creates(
                    "token", "authentication.k8s.io", "v1", "TokenRequest", "io.k8s.api.authentication.v1.TokenRequest")
            .rules(Rules.schemaOnly()
                    .table(ConfigTables::serviceAccounts)
                    .deletion(DeletionRules.PLAIN.returningDeleted())
                    .build());

    private Configuration() {}
}
