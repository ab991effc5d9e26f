package io.shiplog.compose.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction of the modules, and the purity of the heart: what DESIGN fixes and no review should have to watch. */
class ArchitectureTest {

    private static final String[] ROLES = {"apiserver", "reconcilers", "scheduler", "agent", "proxy"};

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.shiplog");
    }

    @Test
    void rolesMeetInKafkaAndNeverInCode() {
        for (String role : ROLES) {
            for (String other : ROLES) {
                if (!role.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("io.shiplog." + role + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("io.shiplog." + other + "..")
                            .check(classes);
                }
            }
        }
    }

    @Test
    void journalAndResourcesKnowNoRole() {
        noClasses()
                .that()
                .resideInAnyPackage("io.shiplog.journal..", "io.shiplog.resources..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.shiplog.apiserver..",
                        "io.shiplog.reconcilers..",
                        "io.shiplog.scheduler..",
                        "io.shiplog.agent..",
                        "io.shiplog.proxy..",
                        "io.shiplog.compose..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.shiplog.resources..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.shiplog.journal..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.shiplog.journal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.shiplog.resources..")
                .check(classes);
    }

    @Test
    void theHeartIsPure() {
        noClasses()
                .that(areOfTheHeart())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.vertx..",
                        "io.netty..",
                        "com.github.dockerjava..",
                        "org.slf4j..",
                        "java.util.concurrent..",
                        "java.net..")
                .check(classes);
        noClasses()
                .that(areOfTheHeart())
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .check(classes);
    }

    @Test
    void packagesOfTheReconcilersHaveNoCycles() {
        slices().matching("io.shiplog.reconcilers.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    /** The fold, every controller, the scheduler but for its Streams shell, and the proxy's rule table. */
    private static DescribedPredicate<JavaClass> areOfTheHeart() {
        return DescribedPredicate.describe("are of the heart", type -> {
            String name = type.getName();
            return name.startsWith("io.shiplog.journal.State")
                    || name.startsWith("io.shiplog.journal.Verdict")
                    || type.getPackageName().equals("io.shiplog.proxy.rules")
                    || type.getPackageName()
                            .matches(
                                    "io\\.shiplog\\.reconcilers\\."
                                            + "(replicas|replicaset|replicationcontroller|deployment|endpoints|namespace|garbagecollector|nodelifecycle|podgc|events|resourcequota|disruption)")
                    || (type.getPackageName().startsWith("io.shiplog.scheduler.")
                            && !type.getPackageName().equals("io.shiplog.scheduler.streams"));
        });
    }
}
