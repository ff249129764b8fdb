BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0019');
CREATE TABLE api_keys (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	prefix VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	user_id VARCHAR, 
	created_ms BIGINT NOT NULL, 
	expires_ms BIGINT, 
	revoked_ms BIGINT, 
	PRIMARY KEY (num)
);
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('992b9176-404e-5e7d-ac7d-617334ec1eae','6cd7764b-1cc5-4f2f-a336-87f58408909a','fetch','source','talk-8.00-51310e76.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795757198518);
INSERT INTO "artifacts" VALUES('51cd8abf-b5b5-59ea-bfbf-f20739527ad5','02ad5dbb-d528-41f7-b6c2-284166f8f95f','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795757200940);
INSERT INTO "artifacts" VALUES('56080d86-1155-596b-b921-1906bfc2b43e','6cd7764b-1cc5-4f2f-a336-87f58408909a','scenes','poster','talk-8.00-51310e76 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795757202031);
INSERT INTO "artifacts" VALUES('173f8f79-b202-53d7-83b8-f6de5ce83f97','6cd7764b-1cc5-4f2f-a336-87f58408909a','scenes','sprite','talk-8.00-51310e76 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795757202031);
INSERT INTO "artifacts" VALUES('f04667d9-0151-53f7-84bf-69dbc8da34b7','6cd7764b-1cc5-4f2f-a336-87f58408909a','audio','audio','talk-8.00-51310e76.mp3','audio/mpeg','761150d166045716ae629df30e702ca9e27bb790b8d0f3d67aba5adecc617951','.mp3',264266,1795757202858);
INSERT INTO "artifacts" VALUES('4fd37340-aa77-55d3-99ad-c89451cfd6d8','6cd7764b-1cc5-4f2f-a336-87f58408909a','audio','waveform','talk-8.00-51310e76 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795757202858);
INSERT INTO "artifacts" VALUES('c15b3a63-188b-5e83-a668-52b8d7fb7315','6cd7764b-1cc5-4f2f-a336-87f58408909a','transcribe','transcript','talk-8.00-51310e76.srt','application/x-subrip','e03d610d3dc3f5b081573f0102e18ec4121d0146dde93178c1a97a83886c9304','.srt',216,1795757211935);
INSERT INTO "artifacts" VALUES('1e3ba548-8445-5877-aad9-035854acdb2a','6cd7764b-1cc5-4f2f-a336-87f58408909a','transcribe','transcript','talk-8.00-51310e76.vtt','text/vtt','68a41075314f040e4ac1938dabd6f0b39590a265be43949cbd54ff9e570b639c','.vtt',218,1795757211935);
INSERT INTO "artifacts" VALUES('b59cbff9-0f53-57d8-9858-38d2dd0b3874','6cd7764b-1cc5-4f2f-a336-87f58408909a','transcribe','transcript','talk-8.00-51310e76.txt','text/plain','657e19036ad1b0df625b931139eb43384248ba3ee46c8540d21512df814fdb93','.txt',117,1795757211935);
INSERT INTO "artifacts" VALUES('88ff51ec-def3-5be3-9c4a-e7f019c28e6a','6cd7764b-1cc5-4f2f-a336-87f58408909a','clips','clip','talk-8.00-51310e76 clip 1.mp4','video/mp4','5b505c61ab8f13fffb53ab968bf25fc0124d538c3c12dca5201552a936d1a17b','.mp4',199770,1795757215666);
INSERT INTO "artifacts" VALUES('19c20cae-081b-5bb1-8465-2e513b802142','6cd7764b-1cc5-4f2f-a336-87f58408909a','clips','clip_thumbnail','talk-8.00-51310e76 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795757215666);
CREATE TABLE deliveries (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	webhook_id VARCHAR, 
	job_id VARCHAR, 
	event VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	host VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_ms BIGINT, 
	response_status INTEGER, 
	error TEXT, 
	response_ms INTEGER, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT
);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'6cd7764b-1cc5-4f2f-a336-87f58408909a',1,'job_moved',1795757197281,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',1,'job_moved',1795757197319,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'6cd7764b-1cc5-4f2f-a336-87f58408909a',2,'job_moved',1795757197345,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',2,'job_moved',1795757197358,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'6cd7764b-1cc5-4f2f-a336-87f58408909a',3,'stage_moved',1795757197386,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.012176551999800722}');
INSERT INTO "events" VALUES(6,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',3,'stage_moved',1795757197386,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.619634874000549,"stage_status":"running","waited_s":0.009639982000408054}');
INSERT INTO "events" VALUES(7,'6cd7764b-1cc5-4f2f-a336-87f58408909a',4,'stage_moved',1795757198518,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":6.703486458999679,"stage_status":"completed","cached":false,"work_s":1.080573387000186,"waited_s":0.012176551999800722}');
INSERT INTO "events" VALUES(8,'6cd7764b-1cc5-4f2f-a336-87f58408909a',5,'stage_moved',1795757198561,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.662153838999176,"stage_status":"running","waited_s":0.004429382999660447}');
INSERT INTO "events" VALUES(9,'6cd7764b-1cc5-4f2f-a336-87f58408909a',6,'log_line',1795757199231,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'6cd7764b-1cc5-4f2f-a336-87f58408909a',7,'stage_moved',1795757199412,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":7.763,"stage_status":"running","waited_s":0.8407904289997532}');
INSERT INTO "events" VALUES(11,'6cd7764b-1cc5-4f2f-a336-87f58408909a',8,'stage_moved',1795757199451,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":7.7468082819997,"stage_status":"completed","cached":false,"work_s":0.8196392539994122,"waited_s":0.004429382999660447}');
INSERT INTO "events" VALUES(12,'6cd7764b-1cc5-4f2f-a336-87f58408909a',9,'stage_moved',1795757199487,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":7.687342280000019,"stage_status":"running","waited_s":0.003997482999693602}');
INSERT INTO "events" VALUES(13,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',4,'stage_moved',1795757200940,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":2.4848679590003884,"stage_status":"completed","cached":false,"work_s":3.4618887890001133,"waited_s":0.009639982000408054}');
INSERT INTO "events" VALUES(14,'6cd7764b-1cc5-4f2f-a336-87f58408909a',10,'log_line',1795757201906,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(15,'6cd7764b-1cc5-4f2f-a336-87f58408909a',11,'stage_moved',1795757201991,'{"status":"processing","progress":0.24963406466169621,"attempt":1,"stage":"audio","eta_s":6.231486693999882,"stage_status":"running","waited_s":3.4344007119998423}');
INSERT INTO "events" VALUES(16,'6cd7764b-1cc5-4f2f-a336-87f58408909a',12,'stage_moved',1795757202031,'{"status":"processing","progress":0.24975374470156636,"attempt":1,"stage":"scenes","eta_s":6.1913642450002,"stage_status":"completed","cached":false,"work_s":2.5891975810000076,"waited_s":0.8407904289997532}');
INSERT INTO "events" VALUES(17,'6cd7764b-1cc5-4f2f-a336-87f58408909a',13,'log_line',1795757202707,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',5,'stage_moved',1795757202850,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":1.0949444969997058,"stage_status":"running","waited_s":1.659812324000086}');
INSERT INTO "events" VALUES(19,'6cd7764b-1cc5-4f2f-a336-87f58408909a',14,'stage_moved',1795757202858,'{"status":"processing","progress":0.29643858599138656,"attempt":1,"stage":"audio","eta_s":6.120340573000517,"stage_status":"completed","cached":false,"work_s":0.848550011000043,"waited_s":3.4344007119998423}');
INSERT INTO "events" VALUES(20,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',6,'job_error',1795757202980,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',7,'job_moved',1795757202980,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'6cd7764b-1cc5-4f2f-a336-87f58408909a',15,'log_line',1795757207147,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'6cd7764b-1cc5-4f2f-a336-87f58408909a',16,'log_line',1795757207230,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'6cd7764b-1cc5-4f2f-a336-87f58408909a',17,'segment_transcribed',1795757211884,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8566,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9965},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.999},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9977},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9985},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.999},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9984}]}}');
INSERT INTO "events" VALUES(25,'6cd7764b-1cc5-4f2f-a336-87f58408909a',18,'segment_transcribed',1795757211884,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7064,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9986},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9974},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9991},{"start_s":4.64,"end_s":4.82,"text":" to","probability":0.9999},{"start_s":4.82,"end_s":5.1,"text":" learn","probability":0.9992},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9957},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9909}]}}');
INSERT INTO "events" VALUES(26,'6cd7764b-1cc5-4f2f-a336-87f58408909a',19,'segment_transcribed',1795757211884,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a rtery to the r.","confidence":0.7064,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.994},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9947},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9933},{"start_s":7.77,"end_s":7.775,"text":" a","probability":0.9641},{"start_s":7.775,"end_s":7.79,"text":" rtery","probability":0.3906},{"start_s":7.79,"end_s":7.85,"text":" to","probability":0.7569},{"start_s":7.85,"end_s":7.896,"text":" the","probability":0.6672},{"start_s":7.896,"end_s":7.93,"text":" r.","probability":0.409}]}}');
INSERT INTO "events" VALUES(27,'6cd7764b-1cc5-4f2f-a336-87f58408909a',20,'stage_moved',1795757211935,'{"status":"processing","progress":0.5555314336994952,"attempt":1,"stage":"transcribe","eta_s":19.82916854892188,"stage_status":"completed","cached":false,"work_s":12.430719565999425,"waited_s":0.003997482999693602}');
INSERT INTO "events" VALUES(28,'6cd7764b-1cc5-4f2f-a336-87f58408909a',21,'stage_moved',1795757211993,'{"status":"processing","progress":0.5555314336994952,"attempt":1,"stage":"analyse","eta_s":19.759336772922108,"stage_status":"running","waited_s":0.012041449000207649}');
INSERT INTO "events" VALUES(29,'6cd7764b-1cc5-4f2f-a336-87f58408909a',22,'stage_moved',1795757212006,'{"status":"processing","progress":0.5555314336994952,"attempt":1,"stage":"clips","eta_s":19.746852072922376,"stage_status":"running","waited_s":0.018389561999356374}');
INSERT INTO "events" VALUES(30,'6cd7764b-1cc5-4f2f-a336-87f58408909a',23,'log_line',1795757213435,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'6cd7764b-1cc5-4f2f-a336-87f58408909a',24,'log_line',1795757215620,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'6cd7764b-1cc5-4f2f-a336-87f58408909a',25,'clip_cut',1795757215666,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a rtery to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a rtery to the r.","width":640,"height":360,"artifact_id":"88ff51ec-def3-5be3-9c4a-e7f019c28e6a","thumbnail_id":"19c20cae-081b-5bb1-8465-2e513b802142"}');
INSERT INTO "events" VALUES(33,'6cd7764b-1cc5-4f2f-a336-87f58408909a',26,'stage_moved',1795757215708,'{"status":"processing","progress":0.7560676935354926,"attempt":1,"stage":"clips","eta_s":3.263614139999845,"stage_status":"completed","cached":false,"work_s":3.6900639030000093,"waited_s":0.018389561999356374}');
INSERT INTO "events" VALUES(34,'6cd7764b-1cc5-4f2f-a336-87f58408909a',27,'log_line',1795757217131,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'6cd7764b-1cc5-4f2f-a336-87f58408909a',28,'log_line',1795757227321,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'6cd7764b-1cc5-4f2f-a336-87f58408909a',29,'stage_moved',1795757231715,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":19.652924302999963,"waited_s":0.012041449000207649}');
INSERT INTO "events" VALUES(37,'6cd7764b-1cc5-4f2f-a336-87f58408909a',30,'job_moved',1795757231727,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'0709dcd6-57f1-4659-8017-1dd5cce93073',1,'job_moved',1795757231923,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'4b0035da-cb3f-4245-b87b-3064a8cf6ccc',1,'job_moved',1795757231945,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'1306f11f-81f5-48c1-83e0-86134b6b64b8',1,'job_moved',1795757231977,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'1306f11f-81f5-48c1-83e0-86134b6b64b8',2,'job_moved',1795757231999,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'6ad70c27-03d8-403c-88a0-ebb69b3a2e28',1,'job_moved',1795757232025,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'6ad70c27-03d8-403c-88a0-ebb69b3a2e28',2,'job_moved',1795757232039,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'6ad70c27-03d8-403c-88a0-ebb69b3a2e28',3,'job_error',1795757232048,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'6ad70c27-03d8-403c-88a0-ebb69b3a2e28',4,'job_moved',1795757232048,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827293231923}');
INSERT INTO "events" VALUES(46,'181d4cc9-76ff-42e2-a51f-af2ff7af78ad',1,'job_moved',1795757232111,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'181d4cc9-76ff-42e2-a51f-af2ff7af78ad',2,'job_moved',1795757232125,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
CREATE TABLE file_copies (
	sha256 VARCHAR NOT NULL, 
	begun_ms BIGINT NOT NULL, 
	copied_ms BIGINT, 
	leaving_ms BIGINT, 
	PRIMARY KEY (sha256)
);
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms":1795757193362}');
INSERT INTO "flags" VALUES('database','{"id":"2a8164e1d9d340818f4c6ed4cd6f97c9"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827293231923}');
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('6cd7764b-1cc5-4f2f-a336-87f58408909a','fetch','completed',1.0,'fetch-c1c75d34f802daed2d7954e27f2ce147ec1e51e6de1772ccf4450d6ebe877c09',0,1795757197386,1.08057338700018590316e+00,0,1.21765519998007221147e-02);
INSERT INTO "job_stages" VALUES('6cd7764b-1cc5-4f2f-a336-87f58408909a','audio','completed',1.0,'audio-469ca4b6079d84a05a7ff33626df873617012b81e486a6db0f6fbd8274c9d74d',0,1795757201991,0.848550011000043,0,3.43440071199984231498e+00);
INSERT INTO "job_stages" VALUES('6cd7764b-1cc5-4f2f-a336-87f58408909a','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795757198561,8.19639253999412176199e-01,0,4.42938299966044723987e-03);
INSERT INTO "job_stages" VALUES('6cd7764b-1cc5-4f2f-a336-87f58408909a','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795757199412,2.58919758100000763079e+00,0,8.40790428999753203243e-01);
INSERT INTO "job_stages" VALUES('6cd7764b-1cc5-4f2f-a336-87f58408909a','transcribe','completed',1.0,'transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d',0,1795757199487,1.24307195659994249579e+01,3,3.99748299969360232353e-03);
INSERT INTO "job_stages" VALUES('6cd7764b-1cc5-4f2f-a336-87f58408909a','analyse','completed',1.0,'analyse-ce42ace681f43087258355412b45e1991ffe6c718a014c84427cbba61c60e295',0,1795757211993,1.96529243029999634018e+01,0,1.20414490002076490782e-02);
INSERT INTO "job_stages" VALUES('6cd7764b-1cc5-4f2f-a336-87f58408909a','clips','completed',1.0,'clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a',0,1795757212006,3.69006390300000930437e+00,1,1.83895619993563741445e-02);
INSERT INTO "job_stages" VALUES('02ad5dbb-d528-41f7-b6c2-284166f8f95f','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795757197386,3.46188878900011332007e+00,0,9.63998200040805386379e-03);
INSERT INTO "job_stages" VALUES('02ad5dbb-d528-41f7-b6c2-284166f8f95f','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795757202850,NULL,0,1.65981232400008593685e+00);
INSERT INTO "job_stages" VALUES('6ad70c27-03d8-403c-88a0-ebb69b3a2e28','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6ad70c27-03d8-403c-88a0-ebb69b3a2e28','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6ad70c27-03d8-403c-88a0-ebb69b3a2e28','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6ad70c27-03d8-403c-88a0-ebb69b3a2e28','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6ad70c27-03d8-403c-88a0-ebb69b3a2e28','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('181d4cc9-76ff-42e2-a51f-af2ff7af78ad','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('181d4cc9-76ff-42e2-a51f-af2ff7af78ad','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('181d4cc9-76ff-42e2-a51f-af2ff7af78ad','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-51310e76
6cd7764b-1cc5-4f2f-a336-87f58408909a
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
02ad5dbb-d528-41f7-b6c2-284166f8f95f');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-51310e76
0709dcd6-57f1-4659-8017-1dd5cce93073');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-51310e76
4b0035da-cb3f-4245-b87b-3064a8cf6ccc');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-51310e76
1306f11f-81f5-48c1-83e0-86134b6b64b8');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-51310e76
6ad70c27-03d8-403c-88a0-ebb69b3a2e28');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-51310e76
181d4cc9-76ff-42e2-a51f-af2ff7af78ad');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
CREATE TABLE job_traces (
	job_id VARCHAR NOT NULL, 
	traceparent VARCHAR NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE job_webhooks (
	job_id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, placed BOOLEAN DEFAULT 0 NOT NULL, generation JSON, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'6cd7764b-1cc5-4f2f-a336-87f58408909a',NULL,'5d47e63d-dc79-487f-8829-d843536e9e3c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795754197281,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"temperature":0.0,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-51310e76',8.2,NULL,NULL,1,NULL,1795757197281,1795757231905,1795757197281,1795757197345,1795757231727,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(2,'02ad5dbb-d528-41f7-b6c2-284166f8f95f',NULL,'0fd1a9ca-0458-4c22-8339-5e86a33c6d19','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795754197319,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"temperature":0.0,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795757197319,1795757202980,1795757197319,1795757197358,1795757202980,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(3,'0709dcd6-57f1-4659-8017-1dd5cce93073',NULL,'5d47e63d-dc79-487f-8829-d843536e9e3c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827290231923,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"temperature":0.0,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-51310e76',8.2,NULL,NULL,0,NULL,1795757231923,1795757231923,NULL,NULL,NULL,1827293231923,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(4,'4b0035da-cb3f-4245-b87b-3064a8cf6ccc',NULL,'5d47e63d-dc79-487f-8829-d843536e9e3c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795754231945,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"temperature":0.0,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-51310e76',8.2,'key','hash',0,NULL,1795757231945,1795757231945,1795757231945,NULL,NULL,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(5,'1306f11f-81f5-48c1-83e0-86134b6b64b8',NULL,'5d47e63d-dc79-487f-8829-d843536e9e3c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795751831977,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"temperature":0.0,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-51310e76',8.2,NULL,NULL,0,NULL,1795757231977,1795757231999,1795757231977,NULL,1795757231999,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(6,'6ad70c27-03d8-403c-88a0-ebb69b3a2e28',NULL,'5d47e63d-dc79-487f-8829-d843536e9e3c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795754232025,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"temperature":0.0,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-51310e76',8.2,NULL,NULL,0,NULL,1795757232025,1795757232048,1795757232025,1795757232039,NULL,1827293231923,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(7,'181d4cc9-76ff-42e2-a51f-af2ff7af78ad',NULL,'5d47e63d-dc79-487f-8829-d843536e9e3c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795754232111,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"temperature":0.0,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-51310e76',8.2,NULL,NULL,0,NULL,1795757232111,1795757232125,1795757232111,1795757232125,NULL,NULL,NULL,'{}','f53a1e5390ca2452',1795757247125,0,NULL);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-c1c75d34f802daed2d7954e27f2ce147ec1e51e6de1772ccf4450d6ebe877c09','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-469ca4b6079d84a05a7ff33626df873617012b81e486a6db0f6fbd8274c9d74d','761150d166045716ae629df30e702ca9e27bb790b8d0f3d67aba5adecc617951',264266);
INSERT INTO "key_blobs" VALUES('audio-469ca4b6079d84a05a7ff33626df873617012b81e486a6db0f6fbd8274c9d74d','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d','e03d610d3dc3f5b081573f0102e18ec4121d0146dde93178c1a97a83886c9304',216);
INSERT INTO "key_blobs" VALUES('transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d','68a41075314f040e4ac1938dabd6f0b39590a265be43949cbd54ff9e570b639c',218);
INSERT INTO "key_blobs" VALUES('transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d','657e19036ad1b0df625b931139eb43384248ba3ee46c8540d21512df814fdb93',117);
INSERT INTO "key_blobs" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a','5b505c61ab8f13fffb53ab968bf25fc0124d538c3c12dca5201552a936d1a17b',199770);
INSERT INTO "key_blobs" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-c1c75d34f802daed2d7954e27f2ce147ec1e51e6de1772ccf4450d6ebe877c09','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-51310e76","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',1.08057338700018590316e+00,1795757198464);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',8.19639253999412176199e-01,1795757199379);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',3.46188878900011332007e+00,1795757200845);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',2.58919758100000763079e+00,1795757201986);
INSERT INTO "outputs" VALUES('audio-469ca4b6079d84a05a7ff33626df873617012b81e486a6db0f6fbd8274c9d74d','audio','{"audio":{"sha256":"761150d166045716ae629df30e702ca9e27bb790b8d0f3d67aba5adecc617951","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',0.848550011000043,1795757202839);
INSERT INTO "outputs" VALUES('transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"engine":"whisper","response_id":null,"srt":{"sha256":"e03d610d3dc3f5b081573f0102e18ec4121d0146dde93178c1a97a83886c9304","size_bytes":216,"suffix":".srt"},"vtt":{"sha256":"68a41075314f040e4ac1938dabd6f0b39590a265be43949cbd54ff9e570b639c","size_bytes":218,"suffix":".vtt"},"txt":{"sha256":"657e19036ad1b0df625b931139eb43384248ba3ee46c8540d21512df814fdb93","size_bytes":117,"suffix":".txt"}}','[]',1.24307195659994249579e+01,1795757211915);
INSERT INTO "outputs" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a','clips','{"clip_count":1}','[]',3.69006390300000930437e+00,1795757215688);
INSERT INTO "outputs" VALUES('analyse-ce42ace681f43087258355412b45e1991ffe6c718a014c84427cbba61c60e295','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0169,"neutral":0.9649,"negative":0.0182},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024,"start_s":0.59},{"index":1,"label":"neutral","score":-0.002,"start_s":3.62},{"index":2,"label":"neutral","score":0.003,"start_s":6.95}],"topics":["Space, r., Tesla"],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',1.96529243029999634018e+01,1795757231654);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8566,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9965},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.999},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9977},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9985},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.999},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9984}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7064,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9986},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9974},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9991},{"start_s":4.64,"end_s":4.82,"text":" to","probability":0.9999},{"start_s":4.82,"end_s":5.1,"text":" learn","probability":0.9992},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9957},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9909}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-5f23da6c6f2147ca746fdc469d46c46f98ad54643b0ca41a1527fa360f68203d',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a rtery to the r.","confidence":0.7064,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.994},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9947},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9933},{"start_s":7.77,"end_s":7.775,"text":" a","probability":0.9641},{"start_s":7.775,"end_s":7.79,"text":" rtery","probability":0.3906},{"start_s":7.79,"end_s":7.85,"text":" to","probability":0.7569},{"start_s":7.85,"end_s":7.896,"text":" the","probability":0.6672},{"start_s":7.896,"end_s":7.93,"text":" r.","probability":0.409}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a rtery to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a rtery to the r.","video":{"sha256":"5b505c61ab8f13fffb53ab968bf25fc0124d538c3c12dca5201552a936d1a17b","size_bytes":199770,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE provider_health (
	provider VARCHAR NOT NULL, 
	failures INTEGER NOT NULL, 
	open_until_ms BIGINT, 
	open_ms BIGINT NOT NULL, 
	probe_until_ms BIGINT, 
	answer_ms FLOAT, 
	checked_ms BIGINT, 
	PRIMARY KEY (provider)
);
CREATE TABLE provider_orders (
	mark VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	provider VARCHAR NOT NULL, 
	model VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	usd FLOAT NOT NULL, 
	day VARCHAR NOT NULL, 
	order_id TEXT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT, 
	PRIMARY KEY (mark)
);
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',9.31360818408576207616e-01,2);
INSERT INTO "rates" VALUES('speech','',9.99560065852941742603e-02,1);
INSERT INTO "rates" VALUES('scenes','',3.15755802560976572834e-01,1);
INSERT INTO "rates" VALUES('audio','',1.03481708658541837753e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',1.51594141048773489721e+00,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',7.38012780600001860875e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',2.39669808573170284304e+00,1);
CREATE TABLE scene_subtitles (
	scene_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	scene_start_time FLOAT NOT NULL, 
	scene_end_time FLOAT NOT NULL, 
	subtitle_data JSON NOT NULL, 
	PRIMARY KEY (scene_id)
);
CREATE TABLE telemetry (
	num INTEGER NOT NULL, 
	component VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	tags TEXT NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	job_id VARCHAR, 
	weight INTEGER NOT NULL, 
	merge VARCHAR NOT NULL, 
	span_ms INTEGER NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE timelines (
	num INTEGER NOT NULL, 
	timeline JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE transcript_edits (
	transcript_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	first INTEGER NOT NULL, 
	placed INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	PRIMARY KEY (transcript_id, revision)
);
CREATE TABLE transcript_segments (
	transcript_id VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	start_time FLOAT NOT NULL, 
	end_time FLOAT NOT NULL, 
	text TEXT NOT NULL, 
	original_text TEXT, 
	moved BOOLEAN NOT NULL, 
	confidence FLOAT NOT NULL, 
	no_speech_probability FLOAT NOT NULL, 
	speaker_label TEXT, 
	segment_type VARCHAR NOT NULL, 
	flags JSON NOT NULL, 
	words JSON NOT NULL, 
	PRIMARY KEY (transcript_id, idx)
);
CREATE TABLE video_transcripts (
	id VARCHAR NOT NULL, 
	analysis_id VARCHAR, 
	video_filename TEXT, 
	video_duration FLOAT, 
	language_code VARCHAR, 
	transcription_method VARCHAR, 
	confidence_score FLOAT, 
	full_transcript_text TEXT NOT NULL, 
	processing_time_seconds FLOAT, 
	api_response_id VARCHAR, 
	status VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	taken INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	open BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE videos (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url TEXT, 
	filename VARCHAR, 
	sha256 VARCHAR, 
	suffix VARCHAR, 
	size_bytes BIGINT, 
	media JSON, 
	user_id VARCHAR, 
	folded TEXT NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL
);
INSERT INTO "videos" VALUES(1,'5d47e63d-dc79-487f-8829-d843536e9e3c',NULL,'talk-8.00-51310e76.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-51310e76.mp4
5d47e63d-dc79-487f-8829-d843536e9e3c',NULL,1795757196863,1795757196863);
INSERT INTO "videos" VALUES(2,'0fd1a9ca-0458-4c22-8339-5e86a33c6d19',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
0fd1a9ca-0458-4c22-8339-5e86a33c6d19',NULL,1795757197279,1795757197279);
CREATE TABLE webhooks (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	events JSON NOT NULL, 
	sealed TEXT NOT NULL, 
	user_id VARCHAR, 
	enabled BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE workers (
	worker_id VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	pid INTEGER NOT NULL, 
	queues JSON NOT NULL, 
	slots JSON NOT NULL, 
	concurrency INTEGER NOT NULL, 
	version VARCHAR NOT NULL, 
	started_ms BIGINT NOT NULL, 
	heartbeat_ms BIGINT NOT NULL, 
	PRIMARY KEY (worker_id)
);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > (SELECT upto FROM job_texts_indexed) + 500 BEGIN INSERT INTO job_trigrams (rowid, folded) SELECT num, folded FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed) AND num < NEW.num; UPDATE job_texts_indexed SET upto = NEW.num - 1; END;
CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded AND OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE INDEX ix_video_transcripts_analysis_id ON video_transcripts (analysis_id);
CREATE INDEX ix_video_transcripts_key ON video_transcripts ("key");
CREATE INDEX ix_scene_subtitles_transcript_id ON scene_subtitles (transcript_id);
CREATE UNIQUE INDEX ix_webhooks_id ON webhooks (id);
CREATE UNIQUE INDEX ix_deliveries_id ON deliveries (id);
CREATE INDEX ix_deliveries_job_id ON deliveries (job_id);
CREATE INDEX ix_deliveries_webhook_num ON deliveries (webhook_id, num);
CREATE INDEX ix_deliveries_next ON deliveries (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX ix_telemetry_ts ON telemetry (ts_ms);
CREATE INDEX ix_telemetry_component_ts ON telemetry (component, ts_ms);
CREATE INDEX ix_telemetry_metric_ts ON telemetry (metric, ts_ms);
CREATE INDEX ix_telemetry_job ON telemetry (job_id, num) WHERE job_id IS NOT NULL;
CREATE UNIQUE INDEX ix_api_keys_id ON api_keys (id);
CREATE UNIQUE INDEX ix_api_keys_digest ON api_keys (digest);
CREATE UNIQUE INDEX uq_api_keys_name ON api_keys (name) WHERE revoked_ms IS NULL;
CREATE INDEX ix_provider_orders_job_id ON provider_orders (job_id);
CREATE INDEX ix_provider_orders_state ON provider_orders (state);
CREATE INDEX ix_provider_orders_day ON provider_orders (day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
