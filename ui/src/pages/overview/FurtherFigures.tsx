import { Table } from "@mantine/core";
import type { Beside } from "../../api/shapes";
import { ChangeNote } from "../../estimate/ChangeNote";
import { DefinitionTip } from "../../estimate/DefinitionTip";
import { Estimate } from "../../estimate/Estimate";
import { measureOf } from "../../estimate/measure";
import { count } from "../../format/figure";
import { metricName } from "../../format/words";
import { Panel } from "../../page/Panel";

interface Props {
  readonly further: readonly Beside[];
  readonly compares: boolean;
}

/** More figures, a row each. */
export const FurtherFigures = ({ further, compares }: Props) => (
  <Panel title="Further figures" hint="Coloured where the change is beyond chance, ≈ where it is not">
    <Table verticalSpacing={5} horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Figure</Table.Th>
          <Table.Th ta="right">Value</Table.Th>
          <Table.Th ta="right">n</Table.Th>
          {compares && <Table.Th ta="right">Change</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {further.flatMap(({ definition, figures }) =>
          figures.map((figure) => (
            <Table.Tr key={`${definition.id} ${JSON.stringify(figure.by)}`}>
              <Table.Td>
                <DefinitionTip definition={definition} name={metricName(definition.id)} />
              </Table.Td>
              <Table.Td ta="right">
                <Estimate figure={figure} measure={measureOf(definition, figure)} name={metricName(definition.id)} as="cell" />
              </Table.Td>
              <Table.Td ta="right" c="dimmed">
                {count(figure.n)}
              </Table.Td>
              {compares && (
                <Table.Td ta="right">{figure.change && <ChangeNote figure={figure} change={figure.change} measure={measureOf(definition, figure)} />}</Table.Td>
              )}
            </Table.Tr>
          )),
        )}
      </Table.Tbody>
    </Table>
  </Panel>
);
