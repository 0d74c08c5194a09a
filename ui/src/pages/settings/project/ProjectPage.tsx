import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { meQuery } from "../../../api/queries";
import { excludedQuery, settingsQuery } from "../../../api/settings";
import { Loaded } from "../../../page/Loaded";
import { ExcludedNote } from "../../../notice/ExcludedNote";
import { useProject } from "../../../scope/useScope";
import { SettingsPage } from "../SettingsPage";
import parts from "../../../page/parts.module.css";
import classes from "../settings.module.css";
import { ProjectFacts } from "./ProjectFacts";
import { ProjectForm } from "./ProjectForm";

/** The project's name, the time zone of its days, whom it keeps out of figures, and what its own events mean. */
export const ProjectPage = () => {
  const { id } = useProject();
  const owner = useSuspenseQuery(meQuery).data.role === "owner";
  const query = useQuery(settingsQuery(id));
  const { data: excluded } = useQuery(excludedQuery(id));
  return (
    <SettingsPage title="Project" lead="Your own people and bots are kept, but stay out of every figure. Every change counts at once, for the past too.">
      <Loaded query={query}>
        {(settings) =>
          owner ? (
            <ProjectForm key={id} project={id} saved={settings} />
          ) : (
            <>
              <ProjectFacts settings={settings} />
              <p className={parts.said}>Owners change them.</p>
            </>
          )
        }
      </Loaded>
      {excluded && excluded.length > 0 && (
        <section className={classes.more} aria-label="Kept out">
          <h2 className={parts.heading}>The last 28 days</h2>
          <ExcludedNote excluded={excluded} />
        </section>
      )}
    </SettingsPage>
  );
};
