package io.shiplog.compose.build;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction of the modules, and the purity of the heart: what DESIGN fixes and no review should have to watch. */
class ArchitectureTest {

    private static final String[] ROLES = {"apiserver", "reconcilers", "scheduler", "agent", "proxy"};

    /** Packages that talk to the outside: Kafka, sockets, files, engines, threads, clocks. */
    private static final Set<String> SHELL_PACKAGES = Set.of(
            "io.shiplog.agent",
            "io.shiplog.agent.engine.docker",
            "io.shiplog.agent.engine.simulated",
            "io.shiplog.agent.link",
            "io.shiplog.agent.node",
            "io.shiplog.agent.server",
            "io.shiplog.agent.spdy",
            "io.shiplog.agent.volume",
            "io.shiplog.agent.worker",
            "io.shiplog.apiserver",
            "io.shiplog.apiserver.bootstrap",
            "io.shiplog.apiserver.discovery",
            "io.shiplog.apiserver.eventloop",
            "io.shiplog.apiserver.metrics",
            "io.shiplog.apiserver.pipeline",
            "io.shiplog.apiserver.tunnel",
            "io.shiplog.apiserver.watch",
            "io.shiplog.apiserver.webhook",
            "io.shiplog.bench.api",
            "io.shiplog.bench.faults",
            "io.shiplog.bench.journal",
            "io.shiplog.cluster",
            "io.shiplog.cluster.join",
            "io.shiplog.cluster.pki",
            "io.shiplog.compose",
            "io.shiplog.compose.command",
            "io.shiplog.journal.kafka.access",
            "io.shiplog.journal.kafka.backup",
            "io.shiplog.journal.kafka.boot",
            "io.shiplog.journal.kafka.clients",
            "io.shiplog.journal.kafka.disk",
            "io.shiplog.journal.kafka.embedded",
            "io.shiplog.journal.kafka.log",
            "io.shiplog.journal.kafka.nodes",
            "io.shiplog.journal.kafka.past",
            "io.shiplog.journal.kafka.seal",
            "io.shiplog.journal.kafka.topics",
            "io.shiplog.journal.kafka.verify",
            "io.shiplog.journal.memory",
            "io.shiplog.journal.replica",
            "io.shiplog.journal.streams",
            "io.shiplog.proxy",
            "io.shiplog.proxy.dns",
            "io.shiplog.proxy.kernel",
            "io.shiplog.proxy.userspace",
            "io.shiplog.reconcilers.relay",
            "io.shiplog.scheduler",
            "io.shiplog.scheduler.streams");

    /** Classes that do so and live beside what does not. */
    private static final Set<String> SHELL_CLASSES = Set.of(
            "io.shiplog.agent.engine.ExecSession",
            "io.shiplog.apiserver.audit.AuditLogFile",
            "io.shiplog.apiserver.authn.Impersonation",
            "io.shiplog.apiserver.ask.Questions",
            "io.shiplog.apiserver.ask.WhyQuestion",
            "io.shiplog.apiserver.read.PastStates",
            "io.shiplog.apiserver.read.PresentStates",
            "io.shiplog.apiserver.read.Reads",
            "io.shiplog.apiserver.read.States",
            "io.shiplog.apiserver.render.ListBody",
            "io.shiplog.apiserver.render.Rendering",
            "io.shiplog.apiserver.render.TableRows",
            "io.shiplog.apiserver.request.Query",
            "io.shiplog.apiserver.request.RequestPath",
            "io.shiplog.apiserver.status.JournalFailures",
            "io.shiplog.apiserver.write.Consultant",
            "io.shiplog.apiserver.write.Proposer",
            "io.shiplog.apiserver.write.Writer",
            // Literals of addresses and escapes of URLs: nothing is looked up.
            "io.shiplog.cel.library.GoAddress",
            "io.shiplog.cel.library.UrlFunctions",
            // A cache.
            "io.shiplog.cel.library.Patterns",
            "io.shiplog.journal.Journal",
            "io.shiplog.journal.GatedJournal",
            "io.shiplog.journal.Role",
            "io.shiplog.journal.past.Moments",
            "io.shiplog.journal.past.Replay",
            "io.shiplog.journal.WriteGate",
            "io.shiplog.reconcilers.ReconcilersRole",
            "io.shiplog.reconcilers.ReconcilersSettings",
            "io.shiplog.reconcilers.Feeds",
            "io.shiplog.reconcilers.feeds.Feed",
            "io.shiplog.reconcilers.feeds.FeedSpec",
            "io.shiplog.reconcilers.feeds.FeedTopicReader",
            "io.shiplog.reconcilers.feeds.FeedsProcessor",
            "io.shiplog.reconcilers.feeds.PublishedFeed",
            "io.shiplog.reconcilers.feeds.WrittenFeed",
            "io.shiplog.reconcilers.loop.ControllersTopology",
            "io.shiplog.reconcilers.loop.SkipTooLarge",
            "io.shiplog.reconcilers.materializer.FoldMeters",
            "io.shiplog.reconcilers.materializer.KafkaBootState",
            "io.shiplog.reconcilers.materializer.MaterializerProcessor",
            "io.shiplog.reconcilers.materializer.MaterializerTopology",
            "io.shiplog.reconcilers.materializer.StateRecords",
            "io.shiplog.reconcilers.status.PartitionLookup",
            "io.shiplog.reconcilers.status.KafkaReachability",
            "io.shiplog.reconcilers.status.ReportStore",
            "io.shiplog.reconcilers.status.SharedObjects",
            "io.shiplog.reconcilers.status.StatusProcessor",
            "io.shiplog.reconcilers.status.StatusTopology",
            // Caches that any thread may fill: they give everybody the same.
            "io.shiplog.objects.Versions",
            "io.shiplog.resources.schema.Schemas",
            // Looks how long a file of this program is.
            "io.shiplog.resources.schema.DefinitionReader");

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
    void nothingThatRunsKnowsTheCommandLineOrTheBenchmarks() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.shiplog.compose..", "io.shiplog.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.shiplog.compose..", "io.shiplog.bench..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.shiplog.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.shiplog.compose..")
                .check(classes);
    }

    @Test
    void packagesOfTheJournalOnKafkaHaveNoCycles() {
        slices().matching("io.shiplog.journal.kafka.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void packagesOfAPodOnItsNodeHaveNoCycles() {
        slices().matching("io.shiplog.agent.pod.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
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
                        "io.shiplog.cluster..",
                        "io.shiplog.bench..",
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
                .dependOnClassesThat(resideInAnyPackage(
                                "org.apache.kafka..",
                                "io.vertx..",
                                "io.netty..",
                                "com.github.dockerjava..",
                                "org.slf4j..",
                                "io.micrometer..",
                                "java.util.concurrent..",
                                "java.nio.file..",
                                "java.net..")
                        // A parsed text and nothing more.
                        .and(not(type(URI.class))))
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
    void whatIsListedAsShellIsThere() {
        var packages = new TreeSet<>(SHELL_PACKAGES);
        var listed = new TreeSet<>(SHELL_CLASSES);
        for (JavaClass type : classes) {
            packages.remove(type.getPackageName());
            listed.remove(type.getName());
        }
        assertThat(packages).isEmpty();
        assertThat(listed).isEmpty();
    }

    @Test
    void packagesOfTheResourcesHaveNoCycles() {
        slices().matching("io.shiplog.resources.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    /**
     * The built-in kinds are those of a cluster that declares none: whoever works for a cluster takes the kinds of the
     * moment.
     */
    @Test
    void nobodyWorksWithTheBuiltInKindsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.shiplog.resources.kinds..")
                .should()
                .callMethod(io.shiplog.resources.kinds.Kinds.class, "builtIn")
                .check(classes);
    }

    /**
     * Whatever is kept about every change of every object, such as who manages which field, has one place to be kept
     * at.
     */
    @Test
    void treesBecomeWritesInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.shiplog.objects..", "io.shiplog.journal..", "io.shiplog.bench..")
                .and()
                .doNotHaveFullyQualifiedName("io.shiplog.resources.decision.Writes")
                .should()
                .callMethod(Write.class, "create", GroupResource.class, ObjectKey.class, String.class, byte[].class)
                .orShould()
                .callMethod(Write.class, "replace", StoredObject.class, byte[].class)
                .orShould()
                .callConstructor(
                        Write.class, GroupResource.class, ObjectKey.class, String.class, long.class, byte[].class)
                .check(classes);
    }

    /** What the control plane writes itself is decided by the life cycle of a write: no role makes a write past it. */
    @Test
    void controllersPlanWritesAndDoNotMakeThem() {
        noClasses()
                .that()
                .resideInAnyPackage("io.shiplog.reconcilers..", "io.shiplog.scheduler..", "io.shiplog.agent..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.shiplog.resources.decision.Writes")
                .check(classes);
    }

    @Test
    void packagesOfTheReconcilersHaveNoCycles() {
        slices().matching("io.shiplog.reconcilers.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    /**
     * Everything but the shell: a new package, or a new class beside those of a shell, is guarded without anybody's
     * doing.
     */
    private static DescribedPredicate<JavaClass> areOfTheHeart() {
        return DescribedPredicate.describe("are of the heart", type -> !isOfTheShell(type));
    }

    private static boolean isOfTheShell(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return SHELL_PACKAGES.contains(type.getPackageName())
                || SHELL_CLASSES.contains(nested < 0 ? name : name.substring(0, nested));
    }
}
