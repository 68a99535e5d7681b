import { z } from '@hono/zod-openapi';
import { AssistLine, AssistOffer, FileQuestion, PlaceQuestion, ReadQuestion } from '#core/schema/accelerator/assist.ts';
import { Client, ClientId } from '#core/schema/accelerator/client.ts';
import { Completion, CompletionOrder, LanguageOffer } from '#core/schema/accelerator/language.ts';
import { MachineReading } from '#core/schema/accelerator/machine.ts';
import { EngineOffer, ModelOffer } from '#core/schema/accelerator/offer.ts';
import { WorkflowDetail, WorkflowMapping } from '#core/schema/accelerator/workflow.ts';
import { Problem } from '#core/schema/accelerator/problem.ts';
import { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { Catalogue, HubStanding, HubToken, ModelAdded, ModelAsk, RepositoryAsk, Shelf, UpdateAsk, UpdateFound } from '#core/schema/accelerator/shelf.ts';
import { ComposeRequest } from '#core/schema/compose-request.ts';
import { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import { Fault } from '#core/schema/fault.ts';
import { JobId, Sha256 } from '#core/schema/ids.ts';
import { JobState } from '#core/schema/job.ts';
import { LoraUse } from '#core/schema/lora-use.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { StoredPicture, StoredRequest } from '#core/schema/stored-request.ts';

/** The shapes of the core as this door takes and gives them: what comes in may hold nothing that has no name there. */

const asked = GenerationRequest.shape;
const OrderedRequest = StoredRequest.extend({
  prompt: asked.prompt,
  negativePrompt: asked.negativePrompt,
  width: asked.width,
  height: asked.height,
  frames: asked.frames,
  frameRate: asked.frameRate,
  steps: asked.steps,
  guidance: asked.guidance,
  first: StoredPicture.strict().optional(),
  last: StoredPicture.strict().optional(),
  loras: z.array(LoraUse.strict()).max(32).optional(),
  references: asked.references,
}).strict();

export const OrderBody = JobOrder.extend({ request: z.discriminatedUnion('mode', [OrderedRequest, ComposeRequest.strict()]) }).strict().meta({ id: 'JobOrder' });
export const MoveBody = z.union([z.strictObject({ before: JobId }), z.strictObject({ after: JobId })]).meta({ id: 'Move' });
export const CollectedBody = z.strictObject({ media: Sha256 }).meta({ id: 'Collected' });
export const CompletionBody = CompletionOrder.strict().meta({ id: 'CompletionOrder' });
export const WordsQuestionBody = z.discriminatedUnion('ask', [PlaceQuestion.strict(), ReadQuestion.strict()]).meta({ id: 'WordsQuestion' });
export const FileQuestionQuery = FileQuestion.strict();
export const RenameBody = z.strictObject({ name: z.string().trim().min(1).max(100) }).meta({ id: 'Rename' });

export const UpdateAskBody = UpdateAsk.strict().meta({ id: 'ModelUpdateAsk' });
export const ModelAskBody = ModelAsk.strict().meta({ id: 'ModelAsk' });
export const RepositoryAskBody = RepositoryAsk.strict().meta({ id: 'RepositoryAsk' });
export const HubTokenBody = z.strictObject({ token: HubToken }).meta({ id: 'HubToken' });

export const MappingBody = WorkflowMapping.meta({ id: 'WorkflowMapping' });

export const JobShape = RemoteJob.meta({ id: 'Job' });
export const JobPage = z
  .object({
    jobs: z.array(JobShape),
    /** The id to ask on from, where there are more. */
    next: JobId.optional(),
    /** The number of the last event that these jobs stand for: a socket picks up from there. */
    seq: z.int().nonnegative(),
  })
  .meta({ id: 'JobPage' });
export const EngineShape = EngineOffer.meta({ id: 'Engine' });
export const EngineList = z.object({ engines: z.array(EngineShape) }).meta({ id: 'EngineList' });
export const WorkflowShape = WorkflowDetail.meta({ id: 'Workflow' });
export const ModelShape = ModelOffer.extend({
  engine: AcceleratorEngineId,
  /** `ready`, `incomplete` where files are missing, or `away` where its engine takes nothing now. */
  status: z.enum(['ready', 'incomplete', 'away']),
  fault: Fault.optional(),
}).meta({ id: 'Model' });
export const ModelList = z.object({ models: z.array(ModelShape) }).meta({ id: 'ModelList' });
export const ReadingShape = MachineReading.meta({ id: 'MachineReading' });
export const SystemShape = z
  .object({
    version: z.string(),
    protocol: z.int(),
    /** Seconds since it was started. */
    uptime: z.int().nonnegative(),
    jobs: z.array(z.object({ state: JobState, engine: AcceleratorEngineId, jobs: z.int().nonnegative() })),
    /** Absent where nothing was read yet. */
    machine: ReadingShape.optional(),
  })
  .meta({ id: 'System' });
export const HistoryShape = z.object({ readings: z.array(ReadingShape) }).meta({ id: 'History' });
export const ClientShape = Client.meta({ id: 'Client' });
export const ClientList = z.object({ clients: z.array(ClientShape), you: ClientId }).meta({ id: 'ClientList' });
export const MediaShape = z.object({ sha256: Sha256, bytes: z.int().positive(), type: z.string() }).meta({ id: 'Media' });
export const LanguageShape = LanguageOffer.meta({ id: 'LanguageOffer' });
export const CompletionShape = Completion.meta({ id: 'Completion' });
export const AssistOfferShape = AssistOffer.meta({ id: 'AssistOffer' });
export const AssistLineShape = AssistLine.meta({ id: 'AssistLine' });
export const ShelfShape = Shelf.meta({ id: 'Shelf' });
export const CatalogueShape = Catalogue.meta({ id: 'Catalogue' });
export const ModelAddedShape = ModelAdded.meta({ id: 'ModelAdded' });
export const UpdateFoundShape = UpdateFound.meta({ id: 'ModelUpdateFound' });
export const HubShape = HubStanding.meta({ id: 'Hub' });
export const HealthShape = z
  .object({ name: z.literal('kinora'), version: z.string(), protocol: z.int(), pairing: z.boolean() })
  .meta({ id: 'Health' });
export const ProblemShape = Problem.meta({ id: 'Problem' });
