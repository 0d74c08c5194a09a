import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { meQuery } from "../../../api/queries";
import { excludedQuery, settingsQuery } from "../../../api/settings";
import { Failure } from "../../../notice/Failure";
import { PagePending } from "../../../page/PagePending";
import { useTitle } from "../../../page/useTitle";
import { ExcludedNote } from "../../../notice/ExcludedNote";
import { useProject } from "../../../scope/useScope";
import { SettingsNav } from "../SettingsNav";
import classes from "../settings.module.css";
import { ProjectFacts } from "./ProjectFacts";
import { ProjectForm } from "./ProjectForm";

/** The project's name, the time zone of its days, and whom it keeps out of figures. */
export const ProjectPage = () => {
  useTitle("Project");
  const { id } = useProject();
  const owner = useSuspenseQuery(meQuery).data.role === "owner";
  const { data, error, refetch } = useQuery(settingsQuery(id));
  const { data: excluded } = useQuery(excludedQuery(id));
  return (
    <div className={classes.page}>
      <SettingsNav />
      <h1 className={classes.title}>Project</h1>
      <p className={classes.lead}>Your own people and bots are kept, but stay out of every figure. Every change counts at once, for the past too.</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data && (owner ? <ProjectForm key={id} project={id} saved={data} /> : <ProjectFacts settings={data} />)}
      {data && !owner && <p className={classes.said}>Owners change them.</p>}
      {excluded && excluded.length > 0 && (
        <section className={classes.more} aria-label="Kept out">
          <h2>The last 28 days</h2>
          <ExcludedNote excluded={excluded} />
        </section>
      )}
    </div>
  );
};
