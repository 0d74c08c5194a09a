import { NativeSelect } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { Me } from "../api/shapes";
import { useProject } from "../scope/useScope";

/** Chooses the project; another project begins with no filters, since its values are its own. */
export const ProjectSelect = ({ projects }: Pick<Me, "projects">) => {
  const navigate = useNavigate();
  const { id } = useProject();
  return (
    <NativeSelect
      aria-label="Project"
      size="xs"
      mb={10}
      data={projects.map((project) => ({ value: project.id, label: project.name }))}
      value={id}
      onChange={({ currentTarget }) => void navigate({ to: "/", search: { project: currentTarget.value } })}
    />
  );
};
